package graphql

import (
	"fmt"
	"strings"
	"testing"
)

func TestAnEditAnswersWhatItWroteUpon(t *testing.T) {
	w := newWorld(t)
	id := w.good(`mutation($i:ID!){addComment(input:{subjectId:$i,body:"one",clientMutationId:"m1"}){clientMutationId subject{id} timelineEdge{node{__typename}} commentEdge{cursor node{id}}}}`,
		map[string]any{"i": w.issue.NodeID}).at(t, "addComment", "commentEdge", "node", "id")
	r := w.good(`mutation($c:ID!){
		u:updateIssueComment(input:{id:$c,body:"two"}){issueComment{body lastEditedAt editor{login} includesCreatedEdit
			userContentEdits(first:5){totalCount nodes{diff editor{login} editedAt deletedAt}} issue{number comments(last:5){nodes{body}}}}}
		r:addReaction(input:{subjectId:$c,content:ROCKET}){reaction{content user{login}} reactionGroups{content viewerHasReacted} subject{... on IssueComment{body}}}
		m:minimizeComment(input:{subjectId:$c,classifier:OUTDATED}){minimizedComment{isMinimized minimizedReason ... on IssueComment{id}}}
		x:removeReaction(input:{subjectId:$c,content:ROCKET}){subject{reactionGroups{viewerHasReacted}}}
		y:removeReaction(input:{subjectId:$c,content:EYES}){reaction{id} subject{id}}
		v:unminimizeComment(input:{subjectId:$c}){unminimizedComment{isMinimized}}
	}`, map[string]any{"c": id})
	r.want(t, "two", "u", "issueComment", "body")
	r.want(t, "sensible", "u", "issueComment", "editor", "login")
	r.want(t, "2026-11-22T01:00:00Z", "u", "issueComment", "lastEditedAt")
	r.want(t, "one", "u", "issueComment", "userContentEdits", "nodes", 1, "diff")
	r.want(t, "two", "r", "subject", "body")
	r.want(t, "sensible[bot]", "r", "reaction", "user", "login")
	r.want(t, "outdated", "m", "minimizedComment", "minimizedReason")
	r.want(t, "false", "x", "subject", "reactionGroups", 6, "viewerHasReacted")
	r.want(t, "false", "v", "unminimizedComment", "isMinimized")
	w.good(`mutation($c:ID!){deleteIssueComment(input:{id:$c}){clientMutationId}}`, map[string]any{"c": id})
	w.ask(w.token, `mutation($c:ID!){updateIssueComment(input:{id:$c,body:"x"}){issueComment{id}}}`, map[string]any{"c": id}).
		refused(t, "NOT_FOUND", "updateIssueComment", id.(string))
	r = w.good(`query($i:ID!){node(id:$i){... on Issue{timelineItems(last:1,itemTypes:[COMMENT_DELETED_EVENT]){nodes{... on CommentDeletedEvent{actor{login} deletedCommentAuthor{login} databaseId}}}}}}`,
		map[string]any{"i": w.issue.NodeID})
	r.want(t, "sensible", "node", "timelineItems", "nodes", 0, "deletedCommentAuthor", "login")
}

func TestAnIssueIsMadeSortedAndClosed(t *testing.T) {
	w := newWorld(t)
	label := w.good(`mutation($r:ID!){createLabel(input:{repositoryId:$r,name:"phase/recovery",color:"ff0000",description:"d"}){label{id name color description}}}`,
		map[string]any{"r": w.repo.NodeID}).at(t, "createLabel", "label", "id")
	w.ask(w.token, `mutation($r:ID!){createLabel(input:{repositoryId:$r,name:"phase/recovery",color:"ff0000"}){label{id}}}`,
		map[string]any{"r": w.repo.NodeID}).refused(t, "UNPROCESSABLE", "createLabel", "already_exists")
	aiko := w.good(`{user(login:"aiko"){id}}`, nil).at(t, "user", "id")
	made := w.good(`mutation($r:ID!,$l:[ID!],$a:[ID!],$p:ID!){createIssue(input:{repositoryId:$r,title:"Fix it",body:"b",labelIds:$l,assigneeIds:$a,parentIssueId:$p}){issue{id number parent{number} labels(first:5){nodes{name}} assignees(first:5){nodes{login}}}}}`,
		map[string]any{"r": w.repo.NodeID, "l": []any{label}, "a": []any{aiko}, "p": w.issue.NodeID})
	made.want(t, "1", "createIssue", "issue", "parent", "number")
	made.want(t, "aiko", "createIssue", "issue", "assignees", "nodes", 0, "login")
	vars := map[string]any{"i": made.at(t, "createIssue", "issue", "id"), "l": []any{label}, "a": []any{aiko}, "p": w.issue.NodeID}
	r := w.good(`mutation($i:ID!,$l:[ID!]!,$a:[ID!]!,$p:ID!){
		a:removeLabelsFromLabelable(input:{labelableId:$i,labelIds:$l}){labelable{labels(first:5){totalCount}}}
		b:addLabelsToLabelable(input:{labelableId:$i,labelIds:$l}){labelable{... on Issue{number labels(first:5){nodes{name}}}}}
		c:removeAssigneesFromAssignable(input:{assignableId:$i,assigneeIds:$a}){assignable{assignees(first:5){totalCount}}}
		d:addAssigneesToAssignable(input:{assignableId:$i,assigneeIds:$a}){assignable{assignees(first:5){nodes{login}}}}
		e:removeSubIssue(input:{issueId:$p,subIssueId:$i}){issue{subIssues(first:5){totalCount}} subIssue{number}}
		f:addSubIssue(input:{issueId:$p,subIssueId:$i}){issue{subIssuesSummary{total completed percentCompleted}}}
		g:closeIssue(input:{issueId:$i,stateReason:NOT_PLANNED}){issue{state stateReason closed closedAt}}
		h:reopenIssue(input:{issueId:$i}){issue{state stateReason}}
		j:pinIssue(input:{issueId:$i}){issue{isPinned}}
		k:unpinIssue(input:{issueId:$i}){issue{isPinned}}
		m:updateIssue(input:{id:$i,title:"New",body:"nb",state:CLOSED}){actor{login} issue{title body state editor{login}}}
	}`, vars)
	r.want(t, "0", "a", "labelable", "labels", "totalCount")
	r.want(t, "phase/recovery", "b", "labelable", "labels", "nodes", 0, "name")
	r.want(t, "0", "c", "assignable", "assignees", "totalCount")
	r.want(t, "0", "e", "issue", "subIssues", "totalCount")
	r.want(t, "1", "f", "issue", "subIssuesSummary", "total")
	r.want(t, "NOT_PLANNED", "g", "issue", "stateReason")
	r.want(t, "REOPENED", "h", "issue", "stateReason")
	r.want(t, "true", "j", "issue", "isPinned")
	r.want(t, "New", "m", "issue", "title")
	r.want(t, "CLOSED", "m", "issue", "state")
	events := w.good(`query($i:ID!){node(id:$i){... on Issue{timelineItems(first:100){filteredCount nodes{__typename ... on RenamedTitleEvent{previousTitle currentTitle} ... on ClosedEvent{stateReason actor{login}} ... on AssignedEvent{assignee{... on User{login}}}}}}}}`, vars)
	for _, want := range []string{"LabeledEvent", "AssignedEvent", "ParentIssueAddedEvent", "ClosedEvent", "ReopenedEvent", "PinnedEvent", "RenamedTitleEvent"} {
		if !strings.Contains(events.raw, want) {
			t.Errorf("the timeline has no %s: %s", want, events.raw)
		}
	}
}

func TestABranchBecomesAMergedPullRequest(t *testing.T) {
	w := newWorld(t)
	head := w.good(`{repository(owner:"acme",name:"shop"){defaultBranchRef{target{oid}}}}`, nil).at(t, "repository", "defaultBranchRef", "target", "oid")
	w.good(`mutation($r:ID!,$o:GitObjectID!){createRef(input:{repositoryId:$r,name:"refs/heads/postmortem/1",oid:$o}){ref{id name prefix}}}`,
		map[string]any{"r": w.repo.NodeID, "o": head}).want(t, "refs/heads/", "createRef", "ref", "prefix")
	commit := `mutation($o:GitObjectID!){createCommitOnBranch(input:{branch:{repositoryNameWithOwner:"acme/shop",branchName:"postmortem/1"},expectedHeadOid:$o,
		message:{headline:"Write it down",body:"more"},fileChanges:{additions:[{path:"postmortems/1.md",contents:"aGVsbG8K"}]}}){commit{oid url message signature{isValid wasSignedByGitHub} author{email user{login}}} ref{name}}}`
	made := w.good(commit, map[string]any{"o": head})
	made.want(t, "true", "createCommitOnBranch", "commit", "signature", "isValid")
	made.want(t, "sensible[bot]", "createCommitOnBranch", "commit", "author", "user", "login")
	w.ask(w.token, commit, map[string]any{"o": head}).refused(t, "STALE_DATA", "createCommitOnBranch", "Expected branch to point to")
	pull := w.good(`mutation($r:ID!){createPullRequest(input:{repositoryId:$r,title:"Postmortem",body:"b",headRefName:"postmortem/1",baseRefName:"main",draft:true}){pullRequest{
		id number state isDraft merged mergedAt headRefName headRefOid baseRefName title url author{login} createdAt mergeable labels(first:1){totalCount}}}}`, map[string]any{"r": w.repo.NodeID})
	pull.want(t, "true", "createPullRequest", "pullRequest", "isDraft")
	pull.want(t, made.at(t, "createCommitOnBranch", "commit", "oid"), "createPullRequest", "pullRequest", "headRefOid")
	aiko := w.good(`{user(login:"aiko"){id}}`, nil).at(t, "user", "id")
	r := w.good(`mutation($p:ID!,$u:[ID!]){
		a:markPullRequestReadyForReview(input:{pullRequestId:$p}){pullRequest{isDraft}}
		b:convertPullRequestToDraft(input:{pullRequestId:$p}){pullRequest{isDraft}}
		c:markPullRequestReadyForReview(input:{pullRequestId:$p}){pullRequest{isDraft}}
		d:requestReviews(input:{pullRequestId:$p,userIds:$u}){actor{login} pullRequest{reviewRequests(first:5){nodes{asCodeOwner requestedReviewer{... on User{login}}}}}}
		e:updatePullRequest(input:{pullRequestId:$p,title:"T2",body:"b2"}){pullRequest{title body}}
		f:mergePullRequest(input:{pullRequestId:$p}){pullRequest{state merged mergedBy{login __typename} mergedAt mergeCommit{oid} timelineItems(last:9,itemTypes:[MERGED_EVENT,READY_FOR_REVIEW_EVENT]){nodes{__typename ... on MergedEvent{mergeRefName commit{oid}}}}}}
	}`, map[string]any{"p": pull.at(t, "createPullRequest", "pullRequest", "id"), "u": []any{aiko}})
	r.want(t, "aiko", "d", "pullRequest", "reviewRequests", "nodes", 0, "requestedReviewer", "login")
	r.want(t, "MERGED", "f", "pullRequest", "state")
	r.want(t, "sensible", "f", "pullRequest", "mergedBy", "login")
	found := w.good(`{repository(owner:"acme",name:"shop"){ref(qualifiedName:"postmortem/1"){id}
		pullRequests(headRefName:"postmortem/1",states:[MERGED],first:5){nodes{number}} none:pullRequests(states:[OPEN],first:5){totalCount}
		issues(first:5){totalCount} pullRequest(number:2){number} object(expression:"HEAD:postmortems/1.md"){... on Blob{text}}}}`, nil)
	found.want(t, "2", "repository", "pullRequests", "nodes", 0, "number")
	found.want(t, "1", "repository", "issues", "totalCount")
	found.want(t, "hello\n", "repository", "object", "text")
	w.good(`mutation($f:ID!){deleteRef(input:{refId:$f}){clientMutationId}}`, map[string]any{"f": found.at(t, "repository", "ref", "id")})
	w.good(`{repository(owner:"acme",name:"shop"){ref(qualifiedName:"postmortem/1"){id}}}`, nil).want(t, "<nil>", "repository", "ref")
}

func TestABoardHoldsActionItems(t *testing.T) {
	w := newWorld(t)
	vars := map[string]any{"p": w.project.NodeID, "i": w.issue.NodeID, "r": w.repo.NodeID, "o": w.store.Organization("acme").NodeID}
	field := w.good(`mutation($p:ID!){
		s:createProjectV2Field(input:{projectId:$p,dataType:SINGLE_SELECT,name:"Importance",singleSelectOptions:[{name:"high",color:RED,description:"d"},{name:"low",color:GRAY,description:""}]}){projectV2Field{... on ProjectV2SingleSelectField{id dataType options{id name color description}}}}
		n:createProjectV2Field(input:{projectId:$p,dataType:NUMBER,name:"ISU"}){projectV2Field{... on ProjectV2Field{id}}}
		d:createProjectV2Field(input:{projectId:$p,dataType:DATE,name:"Due"}){projectV2Field{... on ProjectV2FieldCommon{id name}}}
		t:createProjectV2Field(input:{projectId:$p,dataType:TEXT,name:"Why"}){projectV2Field{... on ProjectV2FieldCommon{id}}}
	}`, vars)
	add := `mutation($p:ID!,$i:ID!){addProjectV2ItemById(input:{projectId:$p,contentId:$i}){item{id fullDatabaseId type}}}`
	item := w.good(add, vars).at(t, "addProjectV2ItemById", "item", "id")
	w.good(add, vars).want(t, item, "addProjectV2ItemById", "item", "id")
	vars["it"], vars["f"], vars["n"] = item, field.at(t, "s", "projectV2Field", "id"), field.at(t, "n", "projectV2Field", "id")
	vars["d"], vars["t"], vars["opt"] = field.at(t, "d", "projectV2Field", "id"), field.at(t, "t", "projectV2Field", "id"), field.at(t, "s", "projectV2Field", "options", 0, "id")
	r := w.good(`mutation($p:ID!,$it:ID!,$f:ID!,$n:ID!,$d:ID!,$t:ID!,$opt:String!){
		a:updateProjectV2ItemFieldValue(input:{projectId:$p,itemId:$it,fieldId:$f,value:{singleSelectOptionId:$opt}}){projectV2Item{id}}
		b:updateProjectV2ItemFieldValue(input:{projectId:$p,itemId:$it,fieldId:$n,value:{number:2.5}}){projectV2Item{id}}
		c:updateProjectV2ItemFieldValue(input:{projectId:$p,itemId:$it,fieldId:$d,value:{date:"2026-12-22"}}){projectV2Item{id}}
		d:updateProjectV2ItemFieldValue(input:{projectId:$p,itemId:$it,fieldId:$t,value:{text:"x"}}){projectV2Item{id
			fieldValueByName(name:"Importance"){... on ProjectV2ItemFieldSingleSelectValue{name optionId color}}
			fieldValues(first:20){nodes{__typename ... on ProjectV2ItemFieldNumberValue{number} ... on ProjectV2ItemFieldDateValue{date field{... on ProjectV2FieldCommon{name}}} ... on ProjectV2ItemFieldTextValue{text} ... on ProjectV2ItemFieldLabelValue{labels(first:3){nodes{name}}} ... on ProjectV2ItemFieldRepositoryValue{repository{name}}}}}}
		e:clearProjectV2ItemFieldValue(input:{projectId:$p,itemId:$it,fieldId:$t}){projectV2Item{fieldValueByName(name:"Why"){__typename}}}
	}`, vars)
	r.want(t, "high", "d", "projectV2Item", "fieldValueByName", "name")
	r.want(t, "<nil>", "e", "projectV2Item", "fieldValueByName")
	for _, want := range []string{`"number":2.5`, `"date":"2026-12-22"`, `"text":"Checkout answers 502"`, `"name":"incident"`} {
		if !strings.Contains(r.raw, want) {
			t.Errorf("the card has no %s: %s", want, r.raw)
		}
	}
	w.ask(w.token, `mutation($p:ID!,$it:ID!,$n:ID!){updateProjectV2ItemFieldValue(input:{projectId:$p,itemId:$it,fieldId:$n,value:{text:"x"}}){projectV2Item{id}}}`, vars).
		refused(t, "UNPROCESSABLE", "updateProjectV2ItemFieldValue", "number")
	board := w.good(`query($o:ID!){node(id:$o){... on Organization{projectsV2(first:5,query:"follow"){nodes{id number title closed public url owner{__typename ... on Organization{login}}
		fields(first:30){nodes{__typename ... on ProjectV2FieldCommon{id name dataType} ... on ProjectV2SingleSelectField{options{id name color description}}}}
		items(first:5){nodes{id content{__typename ... on Issue{number}}}} views(first:3){nodes{number name layout}}}} projectV2(number:1){id}}}}`, vars)
	board.want(t, "Issue", "node", "projectsV2", "nodes", 0, "items", "nodes", 0, "content", "__typename")
	board.want(t, "TABLE_LAYOUT", "node", "projectsV2", "nodes", 0, "views", "nodes", 0, "layout")
	r = w.good(`mutation($p:ID!,$r:ID!,$o:ID!,$f:ID!,$it:ID!){
		a:linkProjectV2ToRepository(input:{projectId:$p,repositoryId:$r}){repository{projectsV2(first:3){nodes{number}}}}
		b:createProjectV2StatusUpdate(input:{projectId:$p,body:"fine",status:ON_TRACK,startDate:"2026-11-22"}){statusUpdate{id body status startDate targetDate}}
		c:copyProjectV2(input:{projectId:$p,ownerId:$o,title:"copy",includeDraftIssues:false}){projectV2{number items(first:1){totalCount} field(name:"Importance"){__typename}}}
		d:updateProjectV2(input:{projectId:$p,title:"Renamed",shortDescription:"s",closed:true}){projectV2{title shortDescription closed closedAt}}
		e:updateProjectV2Field(input:{fieldId:$f,singleSelectOptions:[{name:"only",color:BLUE,description:""}]}){projectV2Field{... on ProjectV2SingleSelectField{options{name}}}}
		f:archiveProjectV2Item(input:{projectId:$p,itemId:$it}){item{isArchived fieldValueByName(name:"Importance"){__typename}}}
		g:deleteProjectV2Item(input:{projectId:$p,itemId:$it}){deletedItemId}
	}`, vars)
	r.want(t, "1", "a", "repository", "projectsV2", "nodes", 0, "number")
	r.want(t, "ProjectV2SingleSelectField", "c", "projectV2", "field", "__typename")
	r.want(t, "only", "e", "projectV2Field", "options", 0, "name")
	r.want(t, "<nil>", "f", "item", "fieldValueByName")
	r.want(t, item, "g", "deletedItemId")
}

func TestMutationsRunOneAfterTheOther(t *testing.T) {
	w := newWorld(t)
	var doc strings.Builder
	doc.WriteString("mutation($i:ID!){")
	for n := range 20 {
		fmt.Fprintf(&doc, "m%d:addComment(input:{subjectId:$i,body:\"%d\"}){subject{... on Issue{comments(last:1){totalCount nodes{body}}}}}", n, n)
	}
	doc.WriteString("}")
	r := w.good(doc.String(), map[string]any{"i": w.issue.NodeID})
	for n := range 20 {
		r.want(t, n+1, fmt.Sprint("m", n), "subject", "comments", "totalCount")
		r.want(t, n, fmt.Sprint("m", n), "subject", "comments", "nodes", 0, "body")
	}
}
