import { n as __exportAll } from "./rolldown-runtime.js";
import { b as messageOf, c as conceal, f as withoutControls, m as asStepError, n as Workspace, o as Secrets, r as Waiting, s as Environment, u as keptLog } from "./index.js";
import { Pt as nearest, it as oneOf } from "./doors.js";
import { c as RULES, s as renderReport } from "./audit-story.js";
import { _ as SEVERITIES, a as renderTerminal, c as helmNotes, d as counted, g as paint, i as replaceFile, l as sinceNote, m as proposalLines, o as cutTo, s as fixedNotes, t as openAudit, u as visible } from "./door-audit.js";
import { n as refused, r as hasColours } from "./program.js";
const { resolve } = /* @__PURE__ */ process.getBuiltinModule("node:path");
// src/cli/audit/explain.ts
var explain_exports = /* @__PURE__ */ __exportAll({
	explain: () => explain,
	listRules: () => listRules
});
/** What a rule finds, why it matters, and how it is put right. */
function explain(id, program) {
	const rule = RULES.find((one) => one.id === id);
	if (!rule) return refused([unknownRule(id)], "ecr-gitops audit", program);
	const { out, env } = program;
	const say = paint(hasColours(out, env));
	const parts = [
		`${say("bold", rule.id)} (${say(rule.severity, severityOf(rule))})`,
		rule.title,
		rule.why,
		...exampleOf(rule, say),
		`Change its severity: --rules ${rule.id}=off|notice|warning|error, or rules in .ecr-gitops.yaml.
Keep one line quiet: # ecr-gitops: ignore[${rule.id}] and a reason, on the line or above it.`
	];
	out.write(`${parts.join("\n\n")}\n`);
	return 0;
}
function exampleOf({ example }, say) {
	if (!example) return [];
	const { path, bad, good } = example;
	return [`${say("error", "Found")} in ${path}:\n${indented(bad)}`, `${say("help", "Put right")}:\n${indented(good)}`];
}
/** All rules, the worst first. */
function listRules({ out, env }) {
	const say = paint(hasColours(out, env));
	const width = Math.max(...RULES.map(({ id }) => id.length));
	const ordered = RULES.toSorted((one, other) => rank(one) - rank(other));
	for (const rule of ordered) out.write(`${say(rule.severity, rule.severity.padEnd(7))}  ${rule.id.padEnd(width)}  ${rule.title}${inBrackets(asked(rule))}\n`);
	return 0;
}
const rank = ({ severity }) => SEVERITIES.indexOf(severity);
const asked = ({ off, needs }) => {
	if (off) return "off unless it is asked for";
	return needs === void 0 ? "" : `needs ${NEEDS[needs]}`;
};
const NEEDS = {
	registries: "allowed-registries",
	roleAccounts: "allowed-role-accounts",
	nodesPullWithRole: "nodes-pull-with-role",
	expectedImages: "expected-images",
	aws: "role-to-assume"
};
const inBrackets = (text) => text === "" ? "" : ` (${text})`;
const severityOf = (rule) => [rule.severity, asked(rule)].filter((part) => part !== "").join(", ");
const indented = (text) => text.trimEnd().replaceAll(/^(?=.)/gm, "    ");
function unknownRule(id) {
	const close = nearest(id, RULES.map((rule) => rule.id));
	return `there is no rule ${id}. ${close === void 0 ? "See: ecr-gitops audit --list-rules" : `Did you mean ${close}?`}`;
}
// src/cli/audit/render.ts
var render_exports = /* @__PURE__ */ __exportAll({ render: () => render });
/** What people read where it is no terminal. */
const COLUMNS = 120;
/** What an audit has to say, for a person or another program. */
function render(format, record, program) {
	const { plan, findings, place, fixes, rules = [] } = record;
	if (!plan || !findings) return "";
	const { version, out, env } = program;
	if (format !== "text") return renderReport(format, findings, {
		plan,
		rules,
		version,
		scope: place?.scope ?? "",
		fixes
	});
	const options = {
		colours: hasColours(out, env),
		columns: out.columns ?? COLUMNS
	};
	const text = renderTerminal(shownFrom(place, findings), options);
	const notes = [
		...sinceNote(record.change),
		...helmNotes(record),
		...fixedNotes(record)
	].map(visible);
	return [
		text.trimEnd(),
		...notes,
		...proposed(record),
		""
	].join("\n");
}
/** Paths as they lead there from the folder that the run began in. */
function shownFrom(place, findings) {
	if (!place) return findings;
	return {
		...findings,
		findings: findings.findings.map((one) => ({
			...one,
			path: place.shown(one.path)
		}))
	};
}
function proposed({ plan, proposal }) {
	if (!plan || plan.settings.registries.length > 0) return [];
	const missing = "\nNo allowed-registries are given, so no rule that needs them ran.";
	if (!proposal) return [missing];
	return [`${missing} The images here agree on these lines for`, `.ecr-gitops.yaml (check them first):\n\n${proposalLines(proposal)}`];
}
// src/report/terminal/progress.ts
/** A run that is over before anybody wonders says nothing. */
const QUIET_MS = 1e3;
const COUNT = new Intl.NumberFormat("en-US");
/** The line that a terminal shows of a run that takes long; undefined as long as it does not. */
function progressLine({ phase, done, of, ms }, columns) {
	if (ms < QUIET_MS) return void 0;
	const count = done === void 0 ? "" : ` ${COUNT.format(done)}${of === void 0 ? "" : ` of ${COUNT.format(of)}`}`;
	return cutTo(`${visible(phase)}${count} (${Math.floor(ms / 1e3)} s)`, Math.max(1, columns - 1));
}
/** Writes a line over the one before: to the beginning of the line, and nothing behind the text (ECMA-48, EL). */
const overwritten = (line) => `\r${line}\u001b[K`;
// src/cli/progress.ts
/** Says on a terminal what a long run is at: one line, which is gone at its end. */
function progressOn(err) {
	const since = performance.now();
	let isShown = false;
	return {
		say: (phase) => {
			if (!err.isTTY) return;
			const line = progressLine({
				phase,
				ms: performance.now() - since
			}, err.columns ?? 80);
			if (line === void 0) return;
			isShown = true;
			err.write(overwritten(line));
		},
		end: () => {
			if (isShown) err.write(overwritten(""));
		}
	};
}
// src/cli/step.ts
/** Opens a door with options as its inputs: what a step of a job is to an action, a run of the program is here. */
async function runDoor(open, asked, program) {
	const { env } = program;
	const environment = new Environment(env, conceal);
	const secrets = new Secrets(() => {});
	const workspace = new Workspace(env.RUNNER_TEMP);
	const { signal } = new AbortController();
	const { log, said } = keptLog(programLog(program));
	const waiting = new Waiting({
		say: log.info,
		hide: (text) => secrets.hide(text),
		signal
	});
	const closers = [() => waiting.end()];
	const atEnd = (close) => closers.push(close);
	const door = open({
		inputs: {
			read: (name) => asked.options.get(name) ?? "",
			prefix: "--",
			kind: ""
		},
		environment,
		secrets,
		log,
		watch: waiting.watch,
		signal,
		workspace,
		atEnd
	});
	const error = await door.work().then(() => void 0, asStepError);
	for (const close of closers) await close();
	await workspace.remove().catch((reason) => log.warning(String(reason)));
	return {
		error,
		report: door.report(error, said())
	};
}
/** What people should know goes beside what they asked for; how the work goes does not concern them. */
function programLog({ err }) {
	const say = (kind) => (text) => err.write(`${kind}: ${withoutControls(text)}\n`);
	return {
		info: () => {},
		notice: say("notice"),
		warning: say("warning"),
		group: (_, work) => work()
	};
}
/** Why it could not run: each mistake, and what to change. */
function explainError({ problems }, { err }) {
	for (const { message, hint, checkoutPlace } of problems) {
		const place = checkoutPlace ? `${checkoutPlace.file}${lineOf(checkoutPlace.line)}: ` : "";
		err.write(withoutControls(`error: ${place}${message}\n  ${hint}\n`));
	}
}
const lineOf = (line) => line === void 0 ? "" : `:${line}`;
// src/cli/audit/run.ts
var run_exports = /* @__PURE__ */ __exportAll({ runAudit: () => runAudit });
const FORMATS = oneOf("text", "json", "sarif");
/** `ecr-gitops audit`, as it was asked for. */
async function runAudit(asked, program) {
	const { options } = asked;
	const explained = options.get("explain");
	if (explained !== void 0) return (await Promise.resolve().then(() => explain_exports)).explain(explained, program);
	if (options.has("list-rules")) return (await Promise.resolve().then(() => explain_exports)).listRules(program);
	const format = FORMATS(options.get("format") ?? "text");
	if ("mistake" in format) return refused([`--format ${format.mistake}`], "ecr-gitops audit", program);
	const record = {};
	const progress = progressOn(program.err);
	const inputs = new Map([
		["path", asked.operands[0] ?? ""],
		...presets(options),
		...options
	]);
	const { error, report } = await runDoor((step) => openAudit(step, record, progress.say), {
		...asked,
		options: inputs
	}, program);
	progress.end();
	if (error) {
		explainError(error, program);
		return 2;
	}
	const baseline = options.get("write-baseline");
	if (baseline !== void 0) return writeBaseline(baseline, record, program);
	const { render } = await Promise.resolve().then(() => render_exports);
	program.out.write(render(format.value, record, program));
	return report.exitCode ?? 0;
}
/** A baseline is of everything, not of a change, and nothing is mended for it. */
const presets = (options) => options.has("write-baseline") ? [["changed-only", "false"], ["fix", "off"]] : [];
async function writeBaseline(path, record, { cwd, err }) {
	const { renderBaseline } = await import("./audit-story.js").then((n) => n.n);
	const known = record.known ?? [];
	try {
		replaceFile(resolve(cwd, path), renderBaseline(known));
	} catch (error) {
		err.write(`error: ${path} cannot be written: ${messageOf(error)}\n`);
		return 2;
	}
	err.write(`${counted(known.length, "finding")} in ${path}: --baseline ${path} keeps them quiet from now on.\n`);
	return 0;
}
export { run_exports as t };
