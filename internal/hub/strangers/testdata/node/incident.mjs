// An incident's worth of calls by Octokit: people with their tokens, the App with its key, webhooks with their signatures.
import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { graphql } from "@octokit/graphql";
import { createAppAuth } from "@octokit/auth-app";
import { Webhooks, createNodeMiddleware } from "@octokit/webhooks";
import { meet, until, step, done } from "./talk.mjs";

const hub = await meet();
const baseUrl = hub.url + "/api/v3";
const log = { debug() {}, info() {}, warn() {}, error() {} };
const at = { owner: "acme", repo: "shop" };
const aiko = new Octokit({ baseUrl, auth: "token-aiko", log });
const eve = new Octokit({ baseUrl, auth: "token-eve", log });
const auth = { appId: hub.appId, privateKey: hub.privateKey };
const asApp = new Octokit({ baseUrl, authStrategy: createAppAuth, auth, log });
const bot = new Octokit({ baseUrl, authStrategy: createAppAuth, auth: { ...auth, installationId: hub.installation }, log });

const webhooks = new Webhooks({ secret: hub.secret });
const heard = [];
webhooks.onAny(({ id, name, payload }) => { heard.push({ id, name, action: payload.action, payload }); });
webhooks.onError(() => {});
hub.handle(createNodeMiddleware(webhooks, { path: "/webhook", log }));

const refused = async (status, call) => {
  const error = await call().then((r) => assert.fail(`answered ${r.status}, want ${status}`), (e) => e);
  assert.equal(error.status, status, error.message);
  return error;
};

await step("the App knows itself and its installation", async () => {
  const { data: app } = await asApp.rest.apps.getAuthenticated();
  assert.equal(app.slug, "sensible");
  const { data: list } = await asApp.rest.apps.listInstallations();
  assert.equal(list[0].account.login, "acme");
  const { data: here } = await asApp.rest.apps.getRepoInstallation(at);
  assert.equal(here.id, hub.installation);
  const { data: repos } = await bot.rest.apps.listReposAccessibleToInstallation();
  assert.deepEqual(repos.repositories.map((r) => r.full_name), ["acme/shop"]);
});

await step("auth-app makes a token that is narrowed to what was asked for", async () => {
  const token = await asApp.auth({ type: "installation", installationId: hub.installation, permissions: { issues: "read" } });
  assert.equal(token.permissions.issues, "read");
  const narrow = new Octokit({ baseUrl, auth: token.token, log });
  const error = await refused(403, () => narrow.rest.issues.create({ ...at, title: "no" }));
  assert.match(error.message, /Resource not accessible by integration/);
});

const issue = await step("a person opens an incident with a body and a label", async () => {
  const body = "### What do you see?\n\nCheckout answers 502\n\n### Severity\n\nSEV2\n";
  const { data } = await aiko.rest.issues.create({ ...at, title: "Checkout 502", body, labels: ["incident"], assignees: ["ben"] });
  assert.equal(data.body, body);
  assert.equal(data.user.login, "aiko");
  assert.deepEqual(data.assignees.map((a) => a.login), ["ben"]);
  return data;
});
const on = { ...at, issue_number: issue.number };

await step("the webhook of it arrives, signed", async () => {
  const opened = await until("issues.opened", () => heard.find((h) => h.name === "issues" && h.action === "opened"));
  assert.equal(opened.payload.issue.number, issue.number);
  assert.equal(opened.payload.installation.id, hub.installation);
  const text = JSON.stringify(opened.payload);
  assert.equal(await webhooks.verify(text, await webhooks.sign(text)), true);
  const forged = await fetch(`http://127.0.0.1:${hub.port}/webhook`, { method: "POST", body: text, headers: {
    "content-type": "application/json", "x-github-event": "issues", "x-github-delivery": opened.id, "x-hub-signature-256": "sha256=" + "0".repeat(64) } });
  assert.equal(forged.status, 400);
});

await step("the bot labels, renames a label, and reads them", async () => {
  await bot.rest.issues.createLabel({ ...at, name: "severity/sev2", color: "d93f0b", description: "Major" });
  const { data } = await bot.rest.issues.addLabels({ ...on, labels: ["severity/sev2", "phase/detection"] });
  assert.deepEqual(data.map((l) => l.name).sort(), ["incident", "phase/detection", "severity/sev2"]);
  await bot.rest.issues.updateLabel({ ...at, name: "phase/detection", new_name: "phase/recovery" });
  await bot.rest.issues.removeLabel({ ...on, name: "severity/sev2" });
  const { data: left } = await bot.rest.issues.listLabelsOnIssue(on);
  assert.deepEqual(left.map((l) => l.name).sort(), ["incident", "phase/recovery"]);
});

const card = await step("comments: made, edited, reacted to, pinned, hidden", async () => {
  const { data: comment } = await bot.rest.issues.createComment({ ...on, body: "card" });
  assert.equal(comment.user.login, "sensible[bot]");
  assert.equal(comment.performed_via_github_app.slug, "sensible");
  const one = { ...at, comment_id: comment.id };
  const { data: edited } = await bot.rest.issues.updateComment({ ...one, body: "card, second version" });
  assert.equal(edited.body, "card, second version");
  await aiko.rest.reactions.createForIssueComment({ ...one, content: "+1" });
  const { data: again } = await aiko.rest.reactions.createForIssueComment({ ...one, content: "+1" });
  const { data: all } = await bot.rest.reactions.listForIssueComment(one);
  assert.deepEqual(all.map((r) => r.id), [again.id]);
  const { data: pinned } = await bot.request("PUT /repos/{owner}/{repo}/issues/comments/{comment_id}/pin", one);
  assert.ok(pinned.pin);
  const noise = await aiko.rest.issues.createComment({ ...on, body: "me too" });
  const hidden = await bot.graphql(`mutation($id: ID!) { minimizeComment(input: {subjectId: $id, classifier: OFF_TOPIC}) {
    minimizedComment { isMinimized minimizedReason } } }`, { id: noise.data.node_id });
  assert.deepEqual(hidden.minimizeComment.minimizedComment, { isMinimized: true, minimizedReason: "off-topic" });
  await refused(403, () => eve.rest.issues.updateComment({ ...one, body: "mine now" }));
  return comment;
});

await step("an issue is pinned, has a sub-issue, a title of its own", async () => {
  const pin = await aiko.graphql(`mutation($id: ID!) { pinIssue(input: {issueId: $id}) { issue { isPinned } } }`, { id: issue.node_id });
  assert.equal(pin.pinIssue.issue.isPinned, true);
  const { data: item } = await bot.rest.issues.create({ ...at, title: "Alert on 502" });
  await bot.rest.issues.addSubIssue({ ...on, sub_issue_id: item.id });
  const { data: subs } = await bot.rest.issues.listSubIssues(on);
  assert.deepEqual(subs.map((s) => s.number), [item.number]);
  await bot.rest.issues.update({ ...at, issue_number: item.number, state: "closed", state_reason: "completed" });
  const { data: parent } = await bot.rest.issues.get(on);
  assert.deepEqual(parent.sub_issues_summary, { total: 1, completed: 1, percent_completed: 100 });
  const error = await refused(422, () => bot.rest.issues.create({ ...at, title: "x".repeat(257) }));
  assert.equal(error.response.data.errors[0].field, "title");
});

await step("a board: its field, an item, the item's value", async () => {
  const ask = graphql.defaults({ baseUrl, headers: { authorization: "token token-aiko" } });
  const { organization } = await ask(`query Board { organization(login: "acme") { projectsV2(first: 5) { nodes { id title
    fields(first: 20) { nodes { ... on ProjectV2SingleSelectField { id name options { id name } } } } } } } }`);
  const board = organization.projectsV2.nodes[0];
  const status = board.fields.nodes.find((f) => f.name === "Status");
  const { addProjectV2ItemById: added } = await ask(`mutation($board: ID!, $issue: ID!) {
    addProjectV2ItemById(input: {projectId: $board, contentId: $issue}) { item { id } } }`, { board: board.id, issue: issue.node_id });
  const set = await ask(`mutation($board: ID!, $item: ID!, $field: ID!, $option: String!) { updateProjectV2ItemFieldValue(
    input: {projectId: $board, itemId: $item, fieldId: $field, value: {singleSelectOptionId: $option}}) { projectV2Item {
      fieldValueByName(name: "Status") { ... on ProjectV2ItemFieldSingleSelectValue { name } } } } }`,
  { board: board.id, item: added.item.id, field: status.id, option: status.options[0].id });
  assert.equal(set.updateProjectV2ItemFieldValue.projectV2Item.fieldValueByName.name, status.options[0].name);
  const error = await ask(`{ organization(login: "acme") { nothingOfThatName } }`).catch((e) => e);
  assert.equal(error.name, "GraphqlResponseError");
  assert.ok(error.errors[0].locations[0].line >= 1);
});

await step("a branch pushed by git becomes a pull request, is reviewed and merged", async () => {
  const { token } = await bot.auth({ type: "installation" });
  const dir = mkdtempSync(join(tmpdir(), "strangers-"));
  const git = (...args) => execFileSync("git", ["-C", dir, "-c", "user.name=s", "-c", "user.email=s@example.com", ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  git("clone", "-q", hub.url.replace("//", `//x-access-token:${token}@`) + "/acme/shop.git", ".");
  git("checkout", "-qb", "postmortem/1");
  writeFileSync(join(dir, "postmortem.md"), "# What we learnt\n");
  git("add", "."); git("commit", "-qm", "Postmortem"); git("push", "-q", "origin", "HEAD");
  const { data: pull } = await bot.rest.pulls.create({ ...at, title: "Postmortem", head: "postmortem/1", base: "main", body: `For #${issue.number}`, draft: false });
  const { data: files } = await bot.rest.pulls.listFiles({ ...at, pull_number: pull.number });
  assert.deepEqual(files.map((f) => [f.filename, f.status]), [["postmortem.md", "added"]]);
  await bot.rest.checks.create({ ...at, name: "postmortem", head_sha: pull.head.sha, status: "completed", conclusion: "neutral", output: { title: "1 note", summary: "PM012" } });
  await aiko.rest.pulls.createReview({ ...at, pull_number: pull.number, event: "APPROVE" });
  const { data: merged } = await aiko.rest.pulls.merge({ ...at, pull_number: pull.number, merge_method: "squash" });
  assert.equal(merged.merged, true);
  const { data: file } = await bot.rest.repos.getContent({ ...at, path: "postmortem.md" });
  assert.equal(Buffer.from(file.content, "base64").toString(), "# What we learnt\n");
});

await step("pages are followed to the end, an unchanged answer is a 304", async () => {
  for (let n = 0; n < 5; n++) await aiko.rest.issues.createComment({ ...on, body: `note ${n}` });
  const all = await bot.paginate(bot.rest.issues.listComments, { ...on, per_page: 2 });
  assert.equal(all.length, 7);
  assert.equal(all[0].id, card.id);
  const first = await bot.rest.issues.get(on);
  await refused(304, () => bot.rest.issues.get({ ...on, headers: { "if-none-match": first.headers.etag } }));
  const { data: found } = await bot.rest.search.issuesAndPullRequests({ q: "repo:acme/shop is:issue label:incident", advanced_search: "true" });
  assert.deepEqual(found.items.map((i) => i.number), [issue.number]);
  const events = await bot.paginate(bot.rest.issues.listEventsForTimeline, { ...on, per_page: 3 });
  assert.ok(events.some((e) => e.event === "labeled") && events.some((e) => e.event === "commented"));
});

await step("a delivery is listed and handed out again under the same id", async () => {
  const { data: list } = await asApp.rest.apps.listWebhookDeliveries({ per_page: 100 });
  const opened = list.filter((d) => d.event === "issues" && d.action === "opened").at(-1);
  const { data: full } = await asApp.rest.apps.getWebhookDelivery({ delivery_id: opened.id });
  assert.equal(full.request.payload.issue.number, issue.number);
  await asApp.rest.apps.redeliverWebhookDelivery({ delivery_id: opened.id });
  await until("the redelivery", () => heard.filter((h) => h.id === opened.guid).length === 2);
});

await step("a manifest becomes an App", async () => {
  const manifest = JSON.stringify({ name: "Other App", url: "http://127.0.0.1:1", redirect_url: "http://127.0.0.1:1/back",
    hook_attributes: { url: "http://127.0.0.1:1/hook" }, default_permissions: { issues: "write" }, default_events: ["issues"] });
  const page = await fetch(hub.url + "/organizations/acme/settings/apps/new?state=s", { method: "POST", redirect: "manual", body: new URLSearchParams({ manifest }) });
  const code = new URL(page.headers.get("location")).searchParams.get("code");
  const { data: app } = await new Octokit({ baseUrl, log }).rest.apps.createFromManifest({ code });
  const other = new Octokit({ baseUrl, authStrategy: createAppAuth, auth: { appId: app.id, privateKey: app.pem }, log });
  assert.equal((await other.rest.apps.getAuthenticated()).data.slug, "other-app");
});

await step("the incident ends: closed, with what happened in order", async () => {
  const { data } = await aiko.rest.issues.update({ ...on, state: "closed", state_reason: "completed" });
  assert.equal(data.closed_by.login, "aiko");
  const gone = await refused(404, () => eve.rest.repos.get({ owner: "acme", repo: "secret" }));
  assert.equal(gone.response.data.message, "Not Found");
});

done();
hub.end();
