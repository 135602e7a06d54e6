#include "sema/Imports.h"

#include "diagnostics/Spelling.h"
#include "embedded/Library.h"
#include "sema/Cards.h"
#include "sema/Names.h"
#include "sema/Quoted.h"
#include "syntax/Parser.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <array>

namespace changec::sema {
namespace {

constexpr size_t mostModules = 1000;

const embedded::File *findLibrary(std::string_view path) {
  for (const embedded::File &file : embedded::Library())
    if (file.path == path)
      return &file;
  return nullptr;
}

/// `std/postgres.change` is `std.postgres`.
std::string moduleName(std::string_view path) {
  std::string name(path.substr(0, path.rfind('.')));
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

std::vector<std::string> libraryModules() {
  std::vector<std::string> names;
  for (const embedded::File &file : embedded::Library()) {
    names.push_back(moduleName(file.path));
  }
  return names;
}

std::string normalised(std::string_view path) {
  llvm::SmallString<256> result(llvm::StringRef(path.data(), path.size()));
  llvm::sys::path::remove_dots(result, true);
  return std::string(result.str());
}

/// Without symbolic links; empty where there is no such path.
std::string realPath(const std::string &path) {
  llvm::SmallString<256> result;
  return llvm::sys::fs::real_path(path, result) ? std::string{} : std::string(result.str());
}

/// Whether `path` is below `root`, both without `.` and `..` where they can be had without.
bool isBelow(std::string_view path, std::string_view root) {
  if (root.empty() || root == ".")
    return !path.starts_with("/") && path != ".." && !path.starts_with("../");
  return path.starts_with(root) && path.size() > root.size() && (root.ends_with('/') || path[root.size()] == '/');
}

/// What a file that is imported holds.
enum class Form : uint8_t { language, cards };

class Loader {
public:
  explicit Loader(Context &context) : context_(context), roots_(context.options.importRoots) {}

  Module &run(FileId plan) {
    planFolder_ = folderOf(context_.sources.file(plan).name());
    Module &module = add(plan, false, {});
    for (const std::string &path : context_.options.policyFiles)
      addPolicy(path);
    // Modules are appended while their imports are followed: a queue, not a recursion.
    for (size_t i = 0; i < context_.modules.size(); ++i)
      follow(*context_.modules[i]);
    reportCycles();
    return module;
  }

private:
  Context &context_;
  std::string planFolder_;
  std::vector<std::string> roots_; ///< Where imports may be besides the plan's folder.
  std::unordered_map<uint32_t, Module *> byFile_;
  std::unordered_map<std::string_view, Module *> library_;
  struct Import {
    const Module *from;
    const Module *to;
    Range range;
  };
  std::vector<Import> imports_;

  static std::string folderOf(std::string_view path) {
    const size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? "" : normalised(path.substr(0, std::max<size_t>(slash, 1)));
  }

  Module &add(FileId file, bool library, std::string qualifier, Form form = Form::language) {
    auto module = std::make_unique<Module>();
    module->tree = form == Form::cards ? parseCards(context_.sources, file, context_.diagnostics)
                                       : syntax::parse(context_.sources, file, context_.diagnostics);
    module->library = library;
    module->qualifier = std::move(qualifier);
    context_.namesIncomplete |= module->tree->namesLost;
    byFile_[static_cast<uint32_t>(file)] = module.get();
    context_.modules.push_back(std::move(module));
    return *context_.modules.back();
  }

  /// A policy of the command line: what it imports may be below its own folder too.
  void addPolicy(const std::string &path) {
    const SourceManager::Loaded loaded = context_.sources.load(path, path);
    if (loaded.error) {
      fail();
      context_.diagnostics.report(diag::fileNotReadable, {}, path, loaded.error->reason);
      return;
    }
    if (byFile_.contains(static_cast<uint32_t>(loaded.file)))
      return;
    const std::string folder = folderOf(path);
    roots_.push_back(folder.empty() ? "." : folder);
    Module &policy = add(loaded.file, false, {});
    policy.given = true;
    const auto &declarations = policy.tree->declarations;
    const bool any = std::any_of(declarations.begin(), declarations.end(), [](const syntax::Declaration *each) {
      return each->kind == syntax::Declaration::Kind::policy;
    });
    const uint32_t start = context_.sources.file(loaded.file).textStart();
    if (!any && !policy.tree->damaged)
      context_.diagnostics.report(diag::missingPolicy, Range{loaded.file, start, start}, path)
          .help("write `policy NAME { ... }`");
  }

  void follow(Module &module) {
    for (const syntax::Declaration *declaration : module.tree->declarations) {
      if (declaration->kind != syntax::Declaration::Kind::import)
        continue;
      const auto &details = std::get<syntax::ImportDetails>(declaration->details);
      if (details.path)
        importFile(module, *details.path, Form::language);
      else if (details.cards)
        importCards(module, details.module, *details.cards);
      else
        importLibrary(module, details.module);
    }
  }

  void fail() { context_.namesIncomplete = true; }

  /// `import contacts "team.vcf"`; no other word stands before a file.
  void importCards(Module &module, std::span<const syntax::Name> word, const syntax::Text &path) {
    constexpr std::array<std::string_view, 1> known{"contacts"};
    const Range range = cover(word.front().range, word.back().range);
    if (word.size() == 1 && word.front().text == known.front())
      return importFile(module, path, Form::cards);
    fail();
    auto builder = context_.diagnostics.report(diag::unknownWord, range, "kind of import", quoted(context_.text(range)),
                                               "a file alone, a module of the library, and `contacts` with a file");
    if (word.size() == 1)
      suggest(builder, word.front(), known);
  }

  void importLibrary(Module &module, std::span<const syntax::Name> path) {
    std::string file;
    std::string name;
    for (const syntax::Name &part : path) {
      file += file.empty() ? "" : "/";
      name += name.empty() ? "" : ".";
      file += part.text;
      name += part.text;
    }
    const Range range = cover(path.front().range, path.back().range);
    const embedded::File *embedded = findLibrary(file + ".change");
    if (embedded == nullptr) {
      fail();
      auto builder = context_.diagnostics.report(diag::unknownModule, range, name);
      const std::vector<std::string> known = libraryModules();
      const std::vector<std::string_view> candidates(known.begin(), known.end());
      if (name == "contacts")
        builder.help("write `import contacts \"FILE.vcf\"`");
      else if (path.back().text == "change" && path.size() > 1)
        builder.edit("a file's name stands between quotes", range, fmt::format("\"{}\"", name), true);
      else if (const auto meant = closest(name, candidates))
        builder.edit(fmt::format("did you mean `{}`?", *meant), range, std::string(*meant), true);
      else
        builder.note(fmt::format("the library has {}", fmt::join(known, ", ")));
      return;
    }
    Module *&known = library_[embedded->path];
    if (known == nullptr)
      known = &add(context_.sources.addEmbedded(embedded->path, embedded->text), true, std::string(path.back().text));
    connect(module, *known, range, path.back().text);
  }

  void connect(Module &from, Module &to, Range range, std::string_view qualifier) {
    imports_.push_back({&from, &to, range});
    if (!qualifier.empty())
      from.qualified.emplace(qualifier, &to);
    else if (std::find(from.plain.begin(), from.plain.end(), &to) == from.plain.end())
      from.plain.push_back(&to);
  }

  void importFile(Module &module, const syntax::Text &text, Form form) {
    const auto refuse = [&](std::string_view reason) {
      fail();
      return context_.diagnostics.report(diag::importRefused, text.range, text.raw, reason);
    };
    if (text.raw.empty() || text.raw.find('\\') != std::string_view::npos)
      return void(refuse("it is no path"));
    if (module.library)
      return void(refuse("a library module imports library modules only"));
    if (context_.modules.size() >= mostModules)
      return void(refuse("there are more than 1000 files already"));
    if (text.raw.front() == '/')
      return void(refuse("an import is a path from this file's folder").help("use a relative path, or `-I FOLDER`"));
    const std::string folder = folderOf(context_.sources.file(module.tree->id).name());
    const std::string path = normalised(folder.empty() ? std::string(text.raw) : folder + "/" + std::string(text.raw));
    const bool inside = isBelow(path, planFolder_) || std::any_of(roots_.begin(), roots_.end(), [&](const auto &root) {
                          return isBelow(path, normalised(root));
                        });
    std::vector<std::string> candidates;
    if (inside)
      candidates.push_back(path);
    for (const std::string &root : roots_)
      if (const std::string below = normalised(root + "/" + std::string(text.raw)); isBelow(below, normalised(root)))
        candidates.push_back(below);
    if (candidates.empty())
      return void(refuse("it is outside the folder of the plan").help("name its folder with `-I FOLDER`"));
    size_t chosen = 0;
    while (chosen + 1 < candidates.size() && !llvm::sys::fs::exists(candidates[chosen]))
      ++chosen;
    if (leadsOutside(candidates[chosen]))
      return void(refuse("it is a link to outside the folder of the plan").help("name that folder with `-I FOLDER`"));
    const SourceManager::Loaded loaded = context_.sources.load(candidates[chosen], candidates[chosen]);
    if (loaded.error) {
      auto builder = refuse(loaded.error->reason);
      if (findLibrary(text.raw) != nullptr)
        builder.edit("it is a module of the library", text.range, moduleName(text.raw), true);
      return;
    }
    const auto known = byFile_.find(static_cast<uint32_t>(loaded.file));
    Module &imported = known != byFile_.end() ? *known->second : add(loaded.file, false, {}, form);
    connect(module, imported, text.range, {});
  }

  /// Whether symbolic links make a path of one that is in no root; a file that is not there is nowhere.
  [[nodiscard]] bool leadsOutside(const std::string &path) const {
    const std::string file = realPath(path);
    if (file.empty() || isBelow(file, realPath(planFolder_.empty() ? "." : planFolder_)))
      return false;
    return std::none_of(roots_.begin(), roots_.end(),
                        [&](const std::string &root) { return isBelow(file, realPath(root)); });
  }

  /// A cycle is reported at the import that closes it, in order of reading.
  void reportCycles() {
    enum class Mark : uint8_t { unseen, open, done };
    std::unordered_map<const Module *, Mark> marks;
    std::unordered_map<const Module *, std::vector<const Import *>> outgoing;
    for (const Import &import : imports_)
      outgoing[import.from].push_back(&import);
    struct Frame {
      const Module *module;
      size_t next = 0;
    };
    std::vector<Frame> stack{{context_.modules.front().get()}};
    marks[stack.back().module] = Mark::open;
    while (!stack.empty()) {
      Frame &frame = stack.back();
      const auto &edges = outgoing[frame.module];
      if (frame.next == edges.size()) {
        marks[frame.module] = Mark::done;
        stack.pop_back();
        continue;
      }
      const Import &import = *edges[frame.next++];
      Mark &mark = marks[import.to];
      if (mark == Mark::open) {
        context_.diagnostics.report(diag::importCycle, import.range, context_.sources.file(import.to->tree->id).name());
      } else if (mark == Mark::unseen) {
        mark = Mark::open;
        stack.push_back({import.to});
      }
    }
  }
};

} // namespace

Module &loadModules(Context &context, FileId plan) {
  return Loader(context).run(plan);
}

} // namespace changec::sema
