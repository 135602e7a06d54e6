// What stands where it cannot, twice where once is the most, or is reserved. Private to this library.
#pragma once

#include "sema/Context.h"

namespace changec::sema {

/// Checks every declaration of every module.
void checkPlacement(Context &context);

/// The clause of a type; of several, the first. Null where there is none.
template <typename T> const T *clauseOf(const syntax::Declaration &declaration) {
  for (const syntax::Clause &clause : declaration.clauses)
    if (const T *found = std::get_if<T>(&clause.what))
      return found;
  return nullptr;
}

/// The same, for types that stand for several clauses.
template <typename T, typename Predicate>
const T *clauseOf(const syntax::Declaration &declaration, Predicate &&predicate) {
  for (const syntax::Clause &clause : declaration.clauses)
    if (const T *found = std::get_if<T>(&clause.what); found != nullptr && predicate(*found))
      return found;
  return nullptr;
}

/// The whole clause that holds what clauseOf gave.
template <typename T> const syntax::Clause *clauseHolding(const syntax::Declaration &declaration, const T *what) {
  for (const syntax::Clause &clause : declaration.clauses)
    if (std::get_if<T>(&clause.what) == what && what != nullptr)
      return &clause;
  return nullptr;
}

} // namespace changec::sema
