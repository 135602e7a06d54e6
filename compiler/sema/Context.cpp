#include "sema/Context.h"

namespace changec::sema {

plan::Place Context::place(Range range) {
  if (!range.valid())
    return {};
  const auto file = static_cast<size_t>(range.file);
  if (planFiles.size() <= file)
    planFiles.resize(file + 1, plan::none);
  const SourceFile &source = sources.file(range.file);
  if (planFiles[file] == plan::none) {
    planFiles[file] = static_cast<uint32_t>(plan.files.size());
    // Without the folder: outputs do not depend on where a plan lies.
    std::string_view name = source.name();
    bool library = false;
    for (const auto &module : modules)
      library |= module->tree->id == range.file && module->library;
    if (!library)
      if (const size_t slash = name.rfind('/'); slash != std::string_view::npos)
        name.remove_prefix(slash + 1);
    plan.files.emplace_back(name);
  }
  return {planFiles[file], source.line(range.begin), range.begin, range.end};
}

Range Context::rangeOf(const plan::Place &place) const {
  for (size_t file = 0; file < planFiles.size(); ++file)
    if (planFiles[file] == place.file && place.file != plan::none)
      return {static_cast<FileId>(file), place.begin, place.end};
  return {};
}

} // namespace changec::sema
