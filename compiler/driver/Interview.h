// What `changec new` asks: on a terminal a question a line, else what was given, and defaults.
#pragma once

#include "driver/Invocation.h"
#include "templates/Template.h"

#include <optional>
#include <string>

namespace changec::driver {

class Interview {
public:
  explicit Interview(const NewRequest &request);

  struct Result {
    std::string file;
    std::string people; ///< The file to import them from; empty for none.
    templates::Answers answers;
  };

  /// Whether there is somebody at a terminal to be asked.
  [[nodiscard]] bool asks() const { return asks_; }
  /// The answer to one question, trimmed; the default for an empty one, and where nobody is asked.
  std::string ask(std::string_view name, std::string_view question, const std::string &initial);
  /// All that the template needs; nothing where an answer cannot be used, or input ended.
  std::optional<Result> run(const templates::Template &form);
  /// Why there is no result.
  [[nodiscard]] const std::string &complaint() const { return complaint_; }

private:
  const NewRequest &request_;
  bool asks_;
  bool ended_ = false; ///< The person has ended the input.
  std::string complaint_;

  [[nodiscard]] bool isGiven(std::string_view name) const;
  using Judge = std::string (*)(const std::string &answer);
  /// Asks until the judge has no complaint; a given answer that has one is a complaint.
  std::string settle(templates::Answers &answers, std::string_view name, std::string_view question,
                     const std::string &initial, Judge judge);
  std::string people(const std::string &file, templates::Answers &answers);
  void window(const templates::Template &form, templates::Answers &answers);
  void refuseUnknownAnswers(const templates::Template &form);
};

} // namespace changec::driver
