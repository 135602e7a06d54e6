#include "source/LineDiff.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace changec {
namespace {

constexpr int mostDifferences = 1000;
constexpr size_t contextLines = 3;

/// The middle of two sequences whose ends differ, by Myers' greedy algorithm. Positions on diagonal k are furthest x.
class Myers {
public:
  Myers(std::span<const uint32_t> a, std::span<const uint32_t> b)
      : a_(a), b_(b), n_(static_cast<int>(a.size())), m_(static_cast<int>(b.size())) {}

  /// Nothing where there are too many differences.
  std::vector<CommonRun> run() {
    const int most = std::min(n_ + m_, mostDifferences);
    std::vector<int> furthest(2 * static_cast<size_t>(most) + 3, 0);
    const auto at = [&](int k) -> int & { return furthest[static_cast<size_t>(k) + static_cast<size_t>(most) + 1]; };
    for (int d = 0; d <= most; ++d) {
      for (int k = -d; k <= d; k += 2) {
        const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
        int x = down ? at(k + 1) : at(k - 1) + 1;
        while (x < n_ && x - k < m_ && x - k >= 0 && a_[static_cast<size_t>(x)] == b_[static_cast<size_t>(x - k)])
          ++x;
        at(k) = x;
        if (x >= n_ && x - k >= m_)
          return trace(d, k);
      }
      trace_.emplace_back(furthest.begin() + (most + 1 - d), furthest.begin() + (most + 2 + d));
    }
    return {};
  }

private:
  std::span<const uint32_t> a_;
  std::span<const uint32_t> b_;
  int n_;
  int m_;
  std::vector<std::vector<int>> trace_; ///< After each round d: the diagonals -d to d.

  /// From the end back, round by round: what lies between two rounds' ends on one diagonal is common.
  std::vector<CommonRun> trace(int d, int k) {
    std::vector<CommonRun> runs;
    int x = n_;
    while (d > 0) {
      const std::vector<int> &before = trace_[static_cast<size_t>(d - 1)];
      const auto at = [&](int diagonal) {
        const int index = diagonal + d - 1;
        return index < 0 || index >= static_cast<int>(before.size()) ? -1 : before[static_cast<size_t>(index)];
      };
      const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
      const int start = down ? at(k + 1) : at(k - 1) + 1;
      add(runs, start, start - k, x - start);
      k = down ? k + 1 : k - 1;
      x = at(k);
      --d;
    }
    add(runs, 0, 0, x);
    std::reverse(runs.begin(), runs.end());
    return runs;
  }

  static void add(std::vector<CommonRun> &runs, int a, int b, int length) {
    if (length > 0)
      runs.push_back({static_cast<size_t>(a), static_cast<size_t>(b), static_cast<size_t>(length)});
  }
};

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

/// Lines `[a, aEnd)` of the one text that became `[b, bEnd)` of the other.
struct Hunk {
  size_t a, aEnd, b, bEnd;
};

std::vector<Hunk> changesBetween(const std::vector<CommonRun> &runs, size_t aSize, size_t bSize) {
  std::vector<Hunk> changes;
  size_t a = 0;
  size_t b = 0;
  const auto upTo = [&](size_t nextA, size_t nextB) {
    if (a != nextA || b != nextB)
      changes.push_back({a, nextA, b, nextB});
  };
  for (const CommonRun &run : runs) {
    upTo(run.a, run.b);
    a = run.a + run.length;
    b = run.b + run.length;
  }
  upTo(aSize, bSize);
  return changes;
}

class UnifiedText {
public:
  UnifiedText(std::vector<std::string_view> before, std::vector<std::string_view> after)
      : before_(std::move(before)), after_(std::move(after)) {}

  std::string run(const std::vector<Hunk> &changes) {
    size_t first = 0;
    while (first < changes.size()) {
      size_t last = first;
      while (last + 1 < changes.size() && changes[last + 1].a - changes[last].aEnd <= 2 * contextLines)
        ++last;
      hunk({changes.begin() + static_cast<ptrdiff_t>(first), changes.begin() + static_cast<ptrdiff_t>(last) + 1});
      first = last + 1;
    }
    return std::move(out_);
  }

private:
  std::vector<std::string_view> before_;
  std::vector<std::string_view> after_;
  std::string out_;

  void lines(char sign, const std::vector<std::string_view> &from, size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      out_ += sign;
      out_ += from[i];
      if (!from[i].ends_with('\n'))
        out_ += "\n\\ No newline at end of file\n";
    }
  }

  void hunk(std::span<const Hunk> changes) {
    const size_t lead = std::min(contextLines, changes.front().a);
    const size_t tail = std::min(contextLines, before_.size() - changes.back().aEnd);
    const size_t aBegin = changes.front().a - lead;
    const size_t bBegin = changes.front().b - lead;
    const size_t aCount = changes.back().aEnd + tail - aBegin;
    const size_t bCount = changes.back().bEnd + tail - bBegin;
    out_ += fmt::format("@@ -{},{} +{},{} @@\n", aBegin + (aCount == 0 ? 0 : 1), aCount, bBegin + (bCount == 0 ? 0 : 1),
                        bCount);
    size_t at = aBegin;
    for (const Hunk &change : changes) {
      lines(' ', before_, at, change.a);
      lines('-', before_, change.a, change.aEnd);
      lines('+', after_, change.b, change.bEnd);
      at = change.aEnd;
    }
    lines(' ', before_, at, changes.back().aEnd + tail);
  }
};

} // namespace

std::vector<CommonRun> commonRuns(std::span<const uint32_t> a, std::span<const uint32_t> b) {
  size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head])
    ++head;
  size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
    ++tail;
  std::vector<CommonRun> runs;
  if (head > 0)
    runs.push_back({0, 0, head});
  const auto middleOf = [&](std::span<const uint32_t> all) { return all.subspan(head, all.size() - head - tail); };
  for (const CommonRun &run : Myers(middleOf(a), middleOf(b)).run())
    runs.push_back({run.a + head, run.b + head, run.length});
  if (tail > 0)
    runs.push_back({a.size() - tail, b.size() - tail, tail});
  return runs;
}

std::string unifiedDiff(std::string_view nameBefore, std::string_view nameAfter, std::string_view before,
                        std::string_view after) {
  if (before == after)
    return {};
  std::vector<std::string_view> oldLines = linesOf(before);
  std::vector<std::string_view> newLines = linesOf(after);
  std::unordered_map<std::string_view, uint32_t> numbers;
  const auto numbered = [&](const std::vector<std::string_view> &lines) {
    std::vector<uint32_t> result;
    result.reserve(lines.size());
    for (const std::string_view line : lines)
      result.push_back(numbers.emplace(line, static_cast<uint32_t>(numbers.size())).first->second);
    return result;
  };
  const std::vector<uint32_t> a = numbered(oldLines);
  const std::vector<uint32_t> b = numbered(newLines);
  const std::vector<Hunk> changes = changesBetween(commonRuns(a, b), a.size(), b.size());
  return fmt::format("--- {}\n+++ {}\n", nameBefore, nameAfter) +
         UnifiedText(std::move(oldLines), std::move(newLines)).run(changes);
}

} // namespace changec
