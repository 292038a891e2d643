import { n as __exportAll } from "./rolldown-runtime.js";
import { D as atMost } from "./door-deploy.js";
import { F as runCommand, xn as csvField } from "./doors.js";
import { B as failureOf, L as findEnclosure, R as isolated, z as TIMEOUT_MS } from "./gitops.js";
import { at as findProgram } from "./overlays.js";
const { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } = /* @__PURE__ */ process.getBuiltinModule("node:fs");
const { dirname, join } = /* @__PURE__ */ process.getBuiltinModule("node:path");
// src/render/tool/helm-job.ts
/** Brings its files to what they are to be. */
function prepare({ root, texts, vendored }) {
	for (const [path, text] of texts) {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
	}
	for (const { from, into, name } of vendored) {
		const charts = join(root, into, "charts");
		if (statSync(charts, { throwIfNoEntry: false })?.isFile()) continue;
		mkdirSync(charts, { recursive: true });
		if (!isVendored(charts, name)) symlinkSync(join(root, from), join(charts, name));
	}
}
/** What lies there is what helm takes: it refuses one of another version itself. */
function isVendored(charts, name) {
	const packed = (one) => one.startsWith(`${name}-`) && one.endsWith(".tgz");
	return readdirSync(charts).some((one) => one === name || packed(one));
}
// src/render/tool/helm-template.ts
const LARGEST_OUTPUT = 67108864;
const LARGEST_MEMORY = 4 * 1024 ** 3;
const HINT = "Render the chart on your machine with helm template to see all of it.";
/** A chart that a template lets grow without end takes the memory of the runner, and what is built there with it. */
function limited(helm, { PATH }) {
	const prlimit = findProgram("prlimit", { PATH });
	return prlimit === void 0 ? [helm] : [
		prlimit,
		`--as=${LARGEST_MEMORY}`,
		helm
	];
}
/** `--values` takes a list with commas, and the other options do not. */
function argumentsFor({ chart, name, namespace, values, inline, parameters }, { root, scratch }) {
	if (inline !== void 0) writeFileSync(scratch, inline, { mode: 384 });
	const files = [...values.map((path) => join(root, path)), ...inline === void 0 ? [] : [scratch]];
	return [
		"template",
		name,
		join(root, chart),
		"--include-crds",
		...namespace === void 0 ? [] : ["--namespace", namespace],
		...files.flatMap((file) => ["--values", csvField(file)]),
		...parameters.flatMap(({ assignment, isText }) => [isText ? "--set-string" : "--set", assignment])
	];
}
/** Rendered manifests may hold secrets: they are on no disk. */
async function template({ helm, command: [file, ...first], env, signal, root }, args) {
	signal.throwIfAborted();
	const result = await runCommand(file, [...first, ...args], {
		cwd: root,
		env,
		signal,
		timeoutMs: TIMEOUT_MS,
		mostOutput: LARGEST_OUTPUT
	});
	signal.throwIfAborted();
	if (result.exitCode === 0) return {
		ok: true,
		manifests: result.stdout
	};
	if (result.exitCode === 125) return cannot(`helm rendered more than ${LARGEST_OUTPUT / 1024 / 1024} MiB`);
	if (/out of memory|cannot allocate memory/.test(result.stderr)) return cannot(`helm needed more than the ${LARGEST_MEMORY / 1024 ** 3} GiB of memory that it gets`);
	const said = {
		...result,
		stderr: withoutAdvice(result.stderr)
	};
	return cannot(failureOf({
		name: "helm",
		file: helm
	}, said, root));
}
/** What it says of links is of no use to anybody who sees none: charts that others bring are linked. */
const withoutAdvice = (text) => text.split("\n").filter((line) => !/^Use --debug flag |found symbolic link in path/.test(line)).join("\n");
const cannot = (message) => ({
	ok: false,
	message,
	hint: HINT
});
// src/render/tool/helm.ts
var helm_exports = /* @__PURE__ */ __exportAll({ helmRenderer: () => helmRenderer });
const AT_ONCE = 2;
/** helm from PATH, as version 3 and 4 have it; undefined where there is none. */
function helmRenderer(env, ports) {
	const helm = findProgram("helm", env);
	if (helm === void 0) return void 0;
	const { signal, workspace, log } = ports;
	let enclosed;
	let jobs = 0;
	return async (job) => {
		const { root, releases } = job;
		prepare(job);
		const own = helmEnvironment(isolated(workspace), workspace.folder("helm"));
		enclosed ??= findEnclosure(env, own, signal).then((found) => {
			log.info(`Charts are rendered with helm ${found.description}.`);
			return found;
		});
		const { around } = await enclosed;
		jobs += 1;
		const scratch = workspace.folder(`helm-values-${jobs}`);
		const command = around(limited(helm, env));
		const gate = atMost(AT_ONCE);
		const child = {
			helm,
			command,
			env: own,
			signal,
			root
		};
		const rendered = releases.map(async (release, index) => {
			const args = argumentsFor(release, {
				root,
				scratch: join(scratch, `${index}.yaml`)
			});
			return [release, await gate(() => template(child, args))];
		});
		return new Map(await Promise.all(rendered));
	};
}
/** Nothing of a user: no plug-ins, repositories, logins or cache (helm, `HELM_*`). */
function helmEnvironment(env, home) {
	return {
		...env,
		HELM_CACHE_HOME: join(home, "cache"),
		HELM_CONFIG_HOME: join(home, "config"),
		HELM_DATA_HOME: join(home, "data"),
		HELM_PLUGINS: join(home, "plugins"),
		HELM_REGISTRY_CONFIG: join(home, "registry.json"),
		HELM_REPOSITORY_CONFIG: join(home, "repositories.yaml"),
		HELM_REPOSITORY_CACHE: join(home, "repository"),
		HELM_CONTENT_CACHE: join(home, "content")
	};
}
export { helm_exports as n, helmRenderer as t };
