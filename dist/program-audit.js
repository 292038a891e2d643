import { n as __exportAll } from "./rolldown-runtime.js";
import { c as conceal, d as withoutControls, l as keptLog, n as Workspace, o as Secrets, p as asStepError, r as Waiting, s as Environment, y as messageOf } from "./index.js";
import { Zt as nearest, xt as oneOf } from "./doors.js";
import { a as RULES, i as renderReport } from "./audit-story.js";
import { a as fixedNotes, c as countsOf, d as proposalLines, i as replaceFile, l as countsText, o as visible, p as SEVERITIES, s as counted, t as openAudit } from "./door-audit.js";
import { n as refused, r as hasColours } from "./program.js";
const { resolve } = /* @__PURE__ */ process.getBuiltinModule("node:path");
// src/report/terminal/paint.ts
/** ANSI's own eight colours: a terminal knows which of them can be read on its background. */
const CODES = {
	error: "31;1",
	warning: "33;1",
	notice: "36;1",
	bold: "1",
	dim: "2",
	help: "32"
};
const coloured = (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m`;
const paint = (colours) => colours ? coloured : (_, text) => text;
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
	for (const rule of ordered) out.write(`${say(rule.severity, rule.severity.padEnd(7))}  ${rule.id.padEnd(width)}  ${rule.title}${asked(rule)}\n`);
	return 0;
}
const rank = ({ severity }) => SEVERITIES.indexOf(severity);
const asked = ({ off, needs }) => {
	if (off) return " (off unless it is asked for)";
	return needs === void 0 ? "" : ` (needs ${NEEDS[needs]})`;
};
const NEEDS = {
	registries: "allowed-registries",
	roleAccounts: "allowed-role-accounts",
	nodesPullWithRole: "nodes-pull-with-role",
	expectedImages: "expected-images",
	aws: "role-to-assume"
};
const severityOf = (rule) => `${rule.severity}${asked(rule)}`;
const indented = (text) => text.trimEnd().replaceAll(/^(?=.)/gm, "    ");
function unknownRule(id) {
	const close = nearest(id, RULES.map((rule) => rule.id));
	return `there is no rule ${id}. ${close === void 0 ? "See: ecr-gitops audit --list-rules" : `Did you mean ${close}?`}`;
}
// src/report/terminal/width.ts
/** Ranges of characters that take two columns (Unicode, "East Asian Width": W and F, without those that nobody uses). */
const WIDE = [
	[4352, 4447],
	[8986, 8987],
	[9193, 9196],
	[9748, 9749],
	[9800, 9811],
	[9889, 9889],
	[9917, 9918],
	[9940, 9940],
	[9989, 9989],
	[10024, 10024],
	[10060, 10060],
	[10067, 10069],
	[10071, 10071],
	[10133, 10135],
	[10160, 10160],
	[11035, 11036],
	[11088, 11088],
	[11093, 11093],
	[11904, 12350],
	[12353, 13311],
	[13312, 19903],
	[19968, 40959],
	[40960, 42191],
	[43360, 43391],
	[44032, 55203],
	[63744, 64255],
	[65072, 65135],
	[65280, 65376],
	[65504, 65510],
	[127744, 128591],
	[128640, 128767],
	[128992, 129003],
	[129280, 129535],
	[129648, 129791],
	[131072, 262141]
];
/** How many columns of a terminal a text takes that has no control characters in it. */
function widthOf(text) {
	let width = 0;
	for (const one of text) width += characterWidth(one);
	return width;
}
function characterWidth(one) {
	const point = one.codePointAt(0) ?? 0;
	if (point < 768) return 1;
	if (/\p{Mn}|\p{Me}/u.test(one)) return 0;
	return WIDE.some(([from, to]) => from <= point && point <= to) ? 2 : 1;
}
/** As much of a text as fits into so many columns. */
function cutTo(text, columns) {
	let width = 0;
	let kept = "";
	for (const one of text) {
		width += characterWidth(one);
		const isLast = kept.length + one.length === text.length;
		if (width > columns - Number(!isLast)) return `${kept}…`;
		kept += one;
	}
	return kept;
}
// src/report/terminal/excerpt.ts
/** How much of a long line stands before the place that it is about. */
const BEFORE = 30;
const TAB = "    ";
/**
* The first line of a place as a terminal shows it: tabs are spaces, what acts or hides is written out, and of a line that
* is longer than the terminal is wide the part around the place is shown. Only that part is looked at.
*/
function shownLine({ line, column, endLine, endColumn, excerpt }, columns) {
	const newline = excerpt.indexOf("\n");
	const raw = (newline < 0 ? excerpt : excerpt.slice(0, newline)).replace(/\r$/, "");
	const from = column - 1;
	const to = line === endLine ? endColumn - 1 : raw.length;
	return {
		...around(raw, [from, Math.max(to, from + 1)], columns),
		more: endLine - line
	};
}
/** Room for a mark on either side. */
const CUT = "…";
function around(raw, [from, to], columns) {
	const before = Math.min(BEFORE, Math.floor(columns / 2));
	const first = raw.length <= columns ? 0 : Math.max(0, Math.min(from - before, raw.length - columns));
	const start = first - Number(isHalf(raw, first));
	const last = Math.min(raw.length, start + columns);
	const end = last + Number(isHalf(raw, last));
	const head = `${start > 0 ? CUT : ""}${shown(raw.slice(start, from))}`;
	const marked = shown(raw.slice(from, Math.min(to, end)));
	return {
		text: `${head}${marked}${`${shown(raw.slice(Math.min(to, end), end))}${end < raw.length ? CUT : ""}`}`.trimEnd(),
		before: " ".repeat(widthOf(head)),
		marks: "^".repeat(Math.max(1, widthOf(marked)))
	};
}
/** Whether a character of two units would be cut there. */
const isHalf = (text, at) => /^[\udc00-\udfff]$/.test(text[at] ?? "") && /^[\ud800-\udbff]$/.test(text[at - 1] ?? "");
const shown = (text) => visible(text.replaceAll("	", TAB));
// src/report/terminal/findings.ts
/** The findings for a person at a terminal, and what they come to. */
function renderTerminal(report, { colours, columns }) {
	const say = paint(colours);
	return [
		...report.findings.map((finding) => block(finding, say, columns)),
		...report.broken.map((one) => brokenText(one, say)),
		summaryText(report, say),
		""
	].join("\n");
}
function block(finding, say, columns) {
	const { path, line, column, severity, rule, message, hint, fixable, inheritedBy } = finding;
	const head = `${say("bold", `${visible(path)}:${line}:${column}:`)} ${say(severity, `${severity}:`)} ${visible(message)} ${say("dim", `[${rule}]`)}`;
	const label = {
		no: "help:",
		safe: "help (safe fix):",
		unsafe: "help (fix to look at):"
	}[fixable];
	const help = `${say("help", label)} ${visible(hint)}`;
	const inherited = inheritedBy.length > 0 ? [`${say("dim", "inherited by:")} ${visible(named(inheritedBy))}`] : [];
	const margin = " ".repeat(String(finding.line).length + 3);
	return [
		head,
		source(finding, say, columns),
		...[help, ...inherited].map((text) => margin + text),
		""
	].join("\n");
}
/** As many as a line of a terminal holds; the other reports have all of them. */
const MOST_NAMED = 3;
function named(inheritedBy) {
	const names = inheritedBy.slice(0, MOST_NAMED).map((path) => path || ".");
	const left = inheritedBy.length - names.length;
	return left > 0 ? `${names.join(", ")} and ${left} more` : names.join(", ");
}
function source(finding, say, columns) {
	const gutter = String(finding.line).length;
	const { text, before, marks, more } = shownLine(finding, Math.max(MIN_ROOM, columns - gutter - 4));
	const rest = more > 0 ? ` and ${counted(more, "line")} more` : "";
	return [`${say("dim", ` ${finding.line} |`)} ${text}`, `${say("dim", ` ${" ".repeat(gutter)} |`)} ${before}${say(finding.severity, `${marks}${rest}`)}`].join("\n");
}
/** Of a narrower terminal nobody would see the place. */
const MIN_ROOM = 40;
function brokenText({ rule, path, message }, say) {
	const where = path === void 0 ? "" : ` in ${visible(path)}`;
	return `${say("error", "error:")} the rule ${rule} could not finish${where}: ${visible(message)}`;
}
function summaryText(report, say) {
	const { findings, files, skipped, suppressed, broken } = report;
	const counts = countsText(countsOf(report));
	const fixes = findings.filter(({ fixable }) => fixable === "safe").length;
	const quiet = suppressed.comments + suppressed.globs + suppressed.baseline;
	return say("bold", [
		`${counts === "" ? "Nothing found" : counts} in ${counted(files, "file")}`,
		fixes > 0 ? `${fixes} with a safe fix (--fix safe)` : "",
		quiet > 0 ? `${quiet} kept quiet` : "",
		skipped.length > 0 ? `${counted(skipped.length, "file")} not read` : "",
		broken.length > 0 ? `${counted(broken.length, "rule")} could not finish` : ""
	].filter((part) => part !== "").join(", "));
}
// src/cli/audit/render.ts
var render_exports = /* @__PURE__ */ __exportAll({ render: () => render });
/** What people read where it is no terminal. */
const COLUMNS = 120;
/** What an audit has to say, for a person or another program. */
function render(format, record, program) {
	const { plan, findings, place, rules = [] } = record;
	if (!plan || !findings) return "";
	const { version, out, env } = program;
	if (format !== "text") return renderReport(format, findings, {
		plan,
		rules,
		version,
		scope: place?.scope ?? ""
	});
	const options = {
		colours: hasColours(out, env),
		columns: out.columns ?? COLUMNS
	};
	return [
		renderTerminal(shownFrom(place?.prefix ?? "", findings), options).trimEnd(),
		...fixedNotes(record.fixed).map(visible),
		...proposed(record),
		""
	].join("\n");
}
/** Paths as they lead there from the folder that the run began in. */
function shownFrom(prefix, findings) {
	if (prefix === "") return findings;
	return {
		...findings,
		findings: findings.findings.map((one) => ({
			...one,
			path: `${prefix}${one.path}`
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
