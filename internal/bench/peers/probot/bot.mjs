// What a plain bot does for a command, with Probot: look up the permission, set the label, react.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Probot, createNodeMiddleware } from "probot";

const app = (probot) => {
  probot.on("issue_comment.created", async (context) => {
    const said = /^\/severity (\d)/.exec(context.payload.comment.body);
    if (context.isBot || !said) return;
    const rest = context.octokit.rest;
    const { data } = await rest.repos.getCollaboratorPermissionLevel(context.repo({ username: context.payload.comment.user.login }));
    if (!["admin", "write", "triage"].includes(data.permission)) return;
    await rest.issues.addLabels(context.issue({ labels: [`severity/sev${said[1]}`] }));
    await rest.reactions.createForIssueComment(context.repo({ comment_id: context.payload.comment.id, content: "rocket" }));
  });
};

const probot = new Probot({
  appId: 1, privateKey: readFileSync(process.env.BENCH_KEY_FILE, "utf8"), secret: process.env.BENCH_SECRET,
  baseUrl: process.env.BENCH_URL + "/api/v3", logLevel: "fatal",
});
const middleware = await createNodeMiddleware(app, { probot, webhooksPath: "/webhook" });
createServer((req, res) => { if (req.method === "GET") { res.end("ok"); } else { middleware(req, res); } }).listen(Number(process.env.PORT), "127.0.0.1");
