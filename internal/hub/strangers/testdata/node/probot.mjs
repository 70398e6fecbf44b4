// A Probot app, as its documentation shows one: it answers comments.
import { Probot, createNodeMiddleware } from "probot";
import { meet, step, done } from "./talk.mjs";

const hub = await meet();
let answered;
const finished = new Promise((resolve) => { answered = resolve; });

const app = (probot) => {
  probot.on("issue_comment.created", async (context) => {
    if (context.isBot) return;
    const { data } = await context.octokit.rest.issues.createComment(context.issue({ body: `Heard: ${context.payload.comment.body}` }));
    await context.octokit.rest.reactions.createForIssueComment(context.repo({ comment_id: context.payload.comment.id, content: "eyes" }));
    answered(data);
  });
};

const probot = new Probot({ appId: hub.appId, privateKey: hub.privateKey, secret: hub.secret, baseUrl: hub.url + "/api/v3", logLevel: "fatal" });
hub.handle(await createNodeMiddleware(app, { probot, webhooksPath: "/webhook" }));

await step("a person comments and the app answers", async () => {
  const headers = { authorization: "token token-aiko", "content-type": "application/json" };
  const post = (path, body) => fetch(hub.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  await post("/repos/acme/shop/issues", { title: "Checkout 502" });
  await post("/repos/acme/shop/issues/1/comments", { body: "/ack" });
  await finished;
});

done();
hub.end();
process.exit(0); // Probot keeps timers
