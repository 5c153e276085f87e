// tests/laws/edit.h: changes to a query that laws speak of.
#ifndef BOOKABLE_TESTS_LAWS_EDIT_H_
#define BOOKABLE_TESTS_LAWS_EDIT_H_

#include <string>
#include <vector>

#include "bookable/query/slot_query.h"
#include "tests/laws/random_query.h"

namespace bookable::laws {

template <typename Visit>
void VisitGroups(SlotQuery& query, Visit visit) {
  for (Group& group : query.groups) visit(group);
  for (Stage& stage : query.stages) {
    for (Group& group : stage.groups) visit(group);
  }
}

// Ids of the hosts, each once, by first mention.
inline std::vector<std::string> HostIds(const SlotQuery& query) {
  std::vector<std::string> ids;
  SlotQuery copy = query;
  VisitGroups(copy, [&](const Group& group) {
    for (const Host& host : group.hosts) {
      bool is_new = true;
      for (const std::string& id : ids) is_new &= id != host.id;
      if (is_new) ids.push_back(host.id);
    }
  });
  return ids;
}

// Changes every mention of a host alike; where the id stands alone, nothing.
template <typename Edit>
void EditHost(SlotQuery& query, const std::string& id, Edit edit) {
  VisitGroups(query, [&](Group& group) {
    for (Host& host : group.hosts) {
      if (host.id != id || IsIdAlone(host)) continue;
      edit(host);
    }
  });
}

// `edit` is called once a host; all its mentions take the outcome.
template <typename Edit>
void EditHosts(SlotQuery& query, Edit edit) {
  for (const std::string& id : HostIds(query)) {
    bool is_done = false;
    Host edited;
    EditHost(query, id, [&](Host& host) {
      if (!is_done) {
        edit(host);
        edited = host;
        is_done = true;
      } else {
        host = edited;
      }
    });
  }
}

}  // namespace bookable::laws

#endif  // BOOKABLE_TESTS_LAWS_EDIT_H_
