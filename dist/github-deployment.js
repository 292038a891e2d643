import { n as __exportAll } from "./rolldown-runtime.js";
import { H as GithubFailure, V as openGithub } from "./gitops.js";
import { G as fieldOf, q as listOf } from "./doors.js";
import { n as reasonIn } from "./pull-request.js";
// src/github/deployment.ts
/** States from which a deployment goes on: another attempt of the same commit takes it up, and makes no second one. */
const OPEN = /* @__PURE__ */ new Set([
	"queued",
	"pending",
	"in_progress"
]);
const TASK = "deploy";
function trackDeployment(options, ports) {
	const { github, onWarning } = ports;
	let id;
	let warned = false;
	/** What GitHub refuses once it refuses again, and one warning says it. */
	const attempt = async (work) => {
		if (warned) return;
		try {
			await work();
		} catch (error) {
			warned = true;
			onWarning(refused(options, error));
		}
	};
	const setState = async (state, logUrl = options.logUrl) => {
		if (id === void 0) return;
		const { environment, description } = options;
		const path = `POST /repos/${options.repository}/deployments/${id}/statuses`;
		const body = {
			state,
			environment,
			description,
			log_url: logUrl
		};
		await github.ask((calls) => calls.request(path, body));
	};
	return {
		get id() {
			return id;
		},
		begin: () => attempt(async () => {
			id = await findOpen(options, github) ?? await create(options, github);
			await setState("in_progress");
		}),
		end: ({ state, logUrl, isNews }) => attempt(async () => {
			id ??= await findOpen(options, github);
			if (isNews) id ??= await create(options, github);
			await setState(state, logUrl);
		})
	};
}
/** The newest one of this commit and environment, if it has not ended. */
async function findOpen(options, github) {
	const { repository, environment, commit } = options;
	const query = new URLSearchParams({
		sha: commit,
		environment,
		task: TASK,
		per_page: "1"
	});
	const id = idIn(first(await get(`/repos/${repository}/deployments?${query}`, github)));
	if (id === void 0) return void 0;
	const last = first(await get(`/repos/${repository}/deployments/${id}/statuses?per_page=1`, github));
	return OPEN.has(fieldOf(last, "state")) ? id : void 0;
}
/** The commit is deployed as it is: nothing is merged into it, and no check of it is waited for. */
async function create(options, github) {
	const { repository, environment, commit, description } = options;
	const body = {
		ref: commit,
		task: TASK,
		auto_merge: false,
		required_contexts: [],
		environment,
		description,
		production_environment: /^prod(?:uction)?(?![a-z])/i.test(environment)
	};
	const path = `POST /repos/${repository}/deployments`;
	const { data } = await github.ask((calls) => calls.request(path, body), { once: true });
	return idIn(data);
}
const get = async (path, github) => (await github.ask((calls) => calls.request(`GET ${path}`))).data;
const first = (data) => listOf(data)[0];
function idIn(data) {
	const id = fieldOf(data, "id");
	return Number.isSafeInteger(id) ? Number(id) : void 0;
}
/** GitHub answers 404 where the token may not even see deployments. */
const FORBIDDEN = /* @__PURE__ */ new Set([
	401,
	403,
	404
]);
function refused({ environment, repository }, error) {
	const what = `GitHub does not keep the deployment to ${environment}, which changes nothing of what is deployed: ${reasonIn(error)}`;
	return error instanceof GithubFailure && FORBIDDEN.has(error.status) ? `${what} Add "deployments: write" under permissions of the job (what is not listed there is none, so keep its other lines), or give github-token that permission on ${repository}.` : what;
}
// src/doors/deploy/github-deployment/open.ts
var open_exports = /* @__PURE__ */ __exportAll({ openTracker: () => openTracker });
/** A run that is cancelled has a few seconds to say so, and its own signal lets no request out any more. */
const LONGEST_MS = 3e4;
const AFTER_CANCEL_MS = 3e3;
function openTracker({ token, ...options }, { environment, log, signal, watch }) {
	const apiUrl = environment.variables.GITHUB_API_URL || "https://api.github.com";
	const late = new AbortController();
	const end = () => setTimeout(() => late.abort(), AFTER_CANCEL_MS).unref();
	if (signal.aborted) end();
	else signal.addEventListener("abort", end, { once: true });
	const github = openGithub({
		apiUrl,
		token,
		signal: late.signal,
		watch
	});
	return trackDeployment(options, {
		github: {
			...github,
			ask: (call, terms) => github.ask(call, {
				...terms,
				budgetMs: LONGEST_MS
			})
		},
		onWarning: (warning) => log.warning(warning)
	});
}
export { open_exports as t };
