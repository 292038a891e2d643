import { n as __exportAll } from "./rolldown-runtime.js";
import { _ as fail, t as inputReader, y as messageOf } from "./index.js";
import { Ct as repositoryAbove, En as splitEcrHost, Pn as listed$1, Tt as readRegular, _t as fitting, bt as renderProblem, gt as fenced, ht as code, ln as isPlaceholder, vt as list, yt as plain } from "./doors.js";
const { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } = /* @__PURE__ */ process.getBuiltinModule("node:fs");
const { dirname, join, relative, resolve, sep } = /* @__PURE__ */ process.getBuiltinModule("node:path");
const { randomBytes } = /* @__PURE__ */ process.getBuiltinModule("node:crypto");
// src/names/aws-accounts.ts
/** Where sellers of AWS Marketplace keep their images, in one region. */
const MARKETPLACE = {
	account: "709825985650",
	region: "us-east-1"
};
/** EKS user guide, "View Amazon container image registries for Amazon EKS add-ons". */
const EKS = `
602401143452 877085696533 800184023465 533267051163 296578399912 900889452093 491585149902 151610086707 333609536671
121268973566 761377655185 918309763551 961992271922 900612956339 590381155156 455263428931 558608220178 759879836304
066635153087 730335286997 013241004608 151742754352 249663109785 725322719131 608367168043 187977181151 676585237158`;
/** Deep Learning Containers, "Available images". */
const DEEP_LEARNING = `
763104351884 626614931356 871362719292 975050140332 772153158452 364406365360 907027046896 457447274322 550225433462
590183813437 204538143572 380420809688 692866216735 503227376785 780543022126 217643126080 914824155844 637423239942
727897471807 442386744353 446045086412 886529160074 094389454867`;
/** EMR on EKS development guide, "How to select a base image URI". */
const EMR = `
059004520145 996579266876 235914868574 671219180197 038297999601 351826393999 107292555468 830386416364 483788554619
118780647275 307523725174 052806832358 755674844232 711395599931 608033475327 895885662937`;
const listed = (text, owner) => text.trim().split(/\s+/).map((account) => [account, owner]);
const OWNERS = new Map([
	...listed(EKS, "EKS add-ons"),
	...listed(DEEP_LEARNING, "Deep Learning Containers"),
	...listed(EMR, "EMR on EKS"),
	[MARKETPLACE.account, "AWS Marketplace"]
]);
/** Whose images an account of AWS has; undefined for the account of anybody else. */
const awsOwner = (account) => OWNERS.get(account);
// src/report/finding.ts
const SEVERITIES = [
	"error",
	"warning",
	"notice"
];
// src/doors/audit/plan/propose.ts
/** A registry that a stray image or two come from may be the very mistake. */
const LEAST_SHARE = .1;
/** Accounts and regions that the images come from, without those that stand for another one; undefined where none does. */
function propose(images, placeholders) {
	const counts = /* @__PURE__ */ new Map();
	for (const { text } of images) {
		const host = splitEcrHost(text.slice(0, Math.max(0, text.indexOf("/"))));
		if (!host || isPlaceholder(host.account) || placeholders.includes(host.account)) continue;
		if (awsOwner(host.account)) continue;
		const key = `${host.account}/${host.region}`;
		const known = counts.get(key) ?? {
			account: host.account,
			region: host.region,
			images: 0
		};
		known.images += 1;
		counts.set(key, known);
	}
	const ordered = [...counts.values()].toSorted((one, other) => other.images - one.images);
	const most = ordered[0]?.images ?? 0;
	const registries = ordered.filter((one) => one.images >= most * LEAST_SHARE);
	return registries.length > 0 ? { registries } : void 0;
}
/** Lines for `.ecr-gitops.yaml`. */
function proposalLines({ registries }) {
	return ["allowed-registries:", ...registries.map(({ account, region, images }) => `  - ${account}/${region} # ${images} ${images === 1 ? "image" : "images"}`)].join("\n");
}
// src/report/findings/rule.ts
function countsOf({ findings }) {
	const counts = {
		error: 0,
		warning: 0,
		notice: 0
	};
	for (const { severity } of findings) counts[severity] += 1;
	return counts;
}
/** `3 errors, 1 warning`; none for what there is none of. */
function countsText(counts) {
	return SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => counted(counts[severity], severity)).join(", ");
}
const COUNT = new Intl.NumberFormat("en-US");
/** `1 file`, `1,204 files`. */
const counted = (count, one) => `${COUNT.format(count)} ${count === 1 ? one : `${one}s`}`;
/** The worst first; those that are equally bad keep their order. */
const worstFirst = (findings) => SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
// src/names/visible.ts
/**
* What a terminal would act on, or what hides or turns around the text beside it: control characters, those of the
* direction of writing, what has no width, and halves of characters.
*/
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const unit = (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
/** Text of others on one line, with everything in it that acts, or that nobody sees, written as JSON would. */
const visible = (text) => text.replaceAll(UNSEEN, unit);
/** The same for a text with lines of its own. */
const visibleLines = (text) => text.split(/\r?\n/).map(visible).join("\n");
// src/doors/audit/disk.ts
const LARGEST_BASELINE = 67108864;
/** A text that was named; undefined where no file is there. */
function readText(file, place, cwd) {
	const content = readRegular(pathOf(file, place, cwd), LARGEST_BASELINE);
	return typeof content === "string" ? void 0 : content.toString("utf8");
}
/** Writes a report, with the folders on its way. */
function writeText(file, text, { place, cwd }) {
	try {
		const path = pathOf(file, place, cwd);
		mkdirSync(dirname(path), { recursive: true });
		if (file.from === "input") writeFileSync(path, text);
		else replaceFile(realInside(path, place.root, file.path), text);
	} catch (error) {
		fail({
			code: "RUNNER_DISK",
			message: `the report ${file.path} cannot be written: ${messageOf(error)}`,
			hint: "Name a file in a folder that may be written to."
		}, error);
	}
}
const pathOf = ({ path, from }, { root }, cwd) => resolve(from === "input" ? cwd : root, path);
/** A folder on the way may be a link of the repository, which leads anywhere. */
function realInside(path, root, named) {
	const folder = realpathSync(dirname(path));
	if (folder !== root && !folder.startsWith(`${root}${sep}`)) throw new Error(`${named} leads out of the repository`);
	return join(folder, path.slice(dirname(path).length + 1));
}
/** Whole or not at all: who is killed meanwhile leaves the old text. Its mode stays, and a link is replaced. */
function replaceFile(path, text) {
	const mode = statSync(path, { throwIfNoEntry: false })?.mode;
	const draft = `${path}.${randomBytes(6).toString("hex")}.tmp`;
	try {
		writeFileSync(draft, text, {
			flag: "wx",
			...mode === void 0 ? {} : { mode: mode & 4095 }
		});
		renameSync(draft, path);
	} catch (error) {
		rmSync(draft, { force: true });
		throw error;
	}
}
// src/report/findings/annotations.ts
/** More of one level GitHub drops without a word (docs of its toolkit, "Annotations"). */
const MOST_OF_A_LEVEL = 10;
/** The runner cuts longer messages, in the log as well (actions/runner, ExecutionContext), and the hint stands last. */
const LONGEST_MESSAGE = 4096;
/** Workflow commands for the worst of each level, and a line that says where the rest is. */
function renderAnnotations(report, options) {
	const broken = report.broken.map(brokenCommand).slice(0, MOST_OF_A_LEVEL);
	const helps = new Map(options.rules.map(({ id, help }) => [id, help]));
	const shown = SEVERITIES.flatMap((severity) => {
		const free = MOST_OF_A_LEVEL - (severity === "error" ? broken.length : 0);
		return foremost(report.findings, severity, options.changed).slice(0, free);
	});
	return [...[...broken, ...shown.map((finding) => command(finding, helps.get(finding.rule)))], ...restLine(report, shown, options.everything)];
}
/** Those in files of the change before others: people see them while they look at it. */
function foremost(findings, severity, changed) {
	const ofLevel = findings.filter((finding) => finding.severity === severity);
	return [...ofLevel.filter(({ path }) => changed.has(path)), ...ofLevel.filter(({ path }) => !changed.has(path))];
}
function command(finding, help) {
	const { severity, path, line, endLine, column, endColumn, rule } = finding;
	const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : "";
	return `::${severity} ${`file=${property(path)},line=${line},endLine=${endLine}${columns}`},title=${property(rule)}::${data(textOf(finding, help))}`;
}
function textOf({ message, hint, inheritedBy }, help) {
	const inherited = inheritedBy.length > 0 ? `\nInherited by ${listed$1(inheritedBy)}` : "";
	const more = help === void 0 ? "" : `\nMore: ${help}`;
	const change = visibleLines(`\nWhat to change: ${hint}${inherited}${more}`).slice(0, LONGEST_MESSAGE / 2);
	const said = visibleLines(message);
	const most = LONGEST_MESSAGE - change.length;
	return `${said.length > most ? `${said.slice(0, most - 3)}...` : said}${change}`;
}
function brokenCommand({ rule, path, message }) {
	const place = path === void 0 ? "" : `file=${property(path)},`;
	const text = `The rule ${rule} could not finish: ${message}. What the others found counts; please report this.`;
	return `::error ${place}title=${property(rule)}::${data(visibleLines(text).slice(0, LONGEST_MESSAGE))}`;
}
function restLine(report, shown, everything) {
	const [all, told] = [countsOf(report), countsOf({ findings: shown })];
	const said = countsText({
		error: all.error - told.error,
		warning: all.warning - told.warning,
		notice: all.notice - told.notice
	});
	return said === "" ? [] : [`${said} more: everything is ${visible(everything)}`];
}
/** As the runner reads commands (actions/runner, ActionCommand). */
const data = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text) => data(visible(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
// src/runner/package/version.ts
/** Of this package: its file lies above dist/, and three folders above this one in the sources. */
function packageVersion() {
	for (const up of ["..", "../../.."]) {
		const version = versionIn(join(import.meta.dirname, up, "package.json"));
		if (version !== void 0) return version;
	}
	return "unknown";
}
function versionIn(file) {
	try {
		const { name, version } = JSON.parse(readFileSync(file, "utf8"));
		return name === "ecr-gitops-deploy" && typeof version === "string" ? version : void 0;
	} catch {
		return;
	}
}
// src/doors/audit/deliver.ts
/** The patch, in the folder that the run began in. */
const PATCH_FILE = "audit.patch";
/** Brings fixed texts where they are wanted. */
function deliver(_step, cwd) {
	return async (fixed, { place, plan }) => {
		if (plan.fixAs === "patch") {
			const { unifiedDiff } = await import("./diff.js").then((n) => n.t);
			replaceFile(join(cwd, PATCH_FILE), unifiedDiff(fixed));
			return { patch: PATCH_FILE };
		}
		for (const [path, text] of fixed.files) replaceFile(join(place.root, path), text);
		return {};
	};
}
// src/doors/audit/locate.ts
/**
* The repository of a folder: overlays of one folder build on bases of another, so all of it is read. What is in none is
* a repository of its own.
*/
function locate(path, cwd) {
	const folder = realFolder(resolve(cwd, path), path);
	const root = repositoryAbove(folder) ?? folder;
	const from = slashed(relative(realpathSync(cwd), root));
	return {
		root,
		scope: slashed(relative(root, folder)),
		prefix: from === "" ? "" : `${from}/`
	};
}
function realFolder(absolute, path) {
	const state = statSync(absolute, { throwIfNoEntry: false });
	if (state?.isDirectory()) return realpathSync(absolute);
	return fail({
		code: "INPUT_INVALID",
		inputs: ["path"],
		message: `the path ${path} is ${state ? "no folder" : "not there"}`,
		hint: "Name the folder of the repository, or one in it; in a workflow it is there after actions/checkout."
	});
}
const slashed = (path) => path.split(sep).join("/");
// src/doors/audit/outputs.ts
function outputsOf({ findings, fixed, written, place }) {
	const prefix = place?.prefix ?? "";
	const counts = findings && countsOf(findings);
	const count = (number) => number === void 0 ? "" : String(number);
	const paths = (files) => [...new Set(files)].map((path) => `${prefix}${path}`);
	return {
		errors: count(counts?.error),
		warnings: count(counts?.warning),
		notices: count(counts?.notice),
		files: paths((findings?.findings ?? []).map(({ path }) => path)).join("\n"),
		"fixed-files": paths(fixed?.files ?? []).join("\n"),
		sarif: written?.sarif ?? "",
		json: written?.json ?? "",
		junit: written?.junit ?? ""
	};
}
// src/doors/audit/record.ts
/** 0, 1 where something was found that counts, 2 where not everything could be looked at. */
function exitCodeOf({ error, findings, plan }) {
	if (error || !findings || !plan || findings.broken.length > 0) return 2;
	return findings.findings.some(({ severity }) => FAILS[plan.failOn].includes(severity)) ? 1 : 0;
}
const FAILS = {
	error: ["error"],
	warning: ["error", "warning"],
	never: []
};
// src/doors/audit/summary.ts
/** The job summary: what is to be done first, and everything below it. */
function renderSummary(record, findings) {
	const parts = [
		"## ECR GitOps audit",
		...(record.error?.problems ?? []).map(renderProblem),
		...changeNote(record),
		...proposalNote(record),
		...fixedNote(record),
		...findings,
		...brokenNote(record.findings)
	];
	return `${fitting(parts).join("\n\n")}\n`;
}
function changeNote({ change }) {
	if (!change) return [];
	return "since" in change ? [`Only what this change causes, since ${code(change.since.slice(0, 12))}.`] : [`Everything is reported, because ${plain(change.unknown)}.`];
}
function proposalNote({ plan, proposal }) {
	if (!plan || plan.settings.registries.length > 0) return [];
	const missing = "Without `allowed-registries` nobody can say which registry is a wrong one, so those rules did not run.";
	if (!proposal) return [missing];
	return [`${missing} The images of this repository agree on these lines; check them, and put them into \`.ecr-gitops.yaml\`:`, fenced(proposalLines(proposal), "yaml")];
}
function fixedNote({ fixed }) {
	if (!fixed) return [];
	const where = fixed.patch === void 0 ? "" : ` The patch is ${code(fixed.patch)}.`;
	const elsewhere = fixed.suggestions === void 0 || fixed.suggestions.elsewhere === 0 ? "" : ` ${fixed.suggestions.elsewhere} of them concern lines that the pull request does not show.`;
	const refused = fixed.refused.map(({ finding: { path, line }, why }) => `${path}:${line} is not fixed: ${why}`);
	return [`**Fixed:** ${fixed.findings.length} in ${fixed.files.length} files.${where}${elsewhere}`, ...refused.length > 0 ? [list(refused)] : []];
}
function brokenNote(findings) {
	const broken = findings?.broken ?? [];
	if (broken.length === 0) return [];
	const lines = broken.map(({ rule, path, message }) => `${rule}${path === void 0 ? "" : ` at ${path}`}: ${message}`);
	return ["**Rules that could not finish** (the others did):", list(lines)];
}
// src/doors/audit/open.ts
var open_exports = /* @__PURE__ */ __exportAll({ openAudit: () => openAudit });
/** The audit door over the real edges. */
function openAudit(step, record = {}, progress = step.log.info) {
	return {
		work: async () => {
			const { audit } = await import("./audit-story.js").then((n) => n.t);
			await audit({
				...await portsOf(step),
				progress
			}, record);
		},
		report: (error) => {
			if (error) record.error = error;
			return {
				error,
				outputs: outputsOf(record),
				summary: renderSummary(record, []),
				annotations: annotationsOf(record),
				exitCode: exitCodeOf(record)
			};
		}
	};
}
function annotationsOf({ findings, rules = [], change, place, written }) {
	if (!findings) return [];
	const prefix = place?.prefix ?? "";
	const shown = findings.findings.map((finding) => ({
		...finding,
		path: `${prefix}${finding.path}`
	}));
	const changed = change && "changed" in change ? [...change.changed].map((path) => `${prefix}${path}`) : [];
	const everything = ["in the job summary", ...Object.values(written ?? {})].join(", and in ");
	return renderAnnotations({
		...findings,
		findings: shown
	}, {
		changed: new Set(changed),
		rules,
		everything
	});
}
async function portsOf(step) {
	const { environment, log, inputs } = step;
	const cwd = process.cwd();
	const { readFiles, readBase, lookUp, fix } = await import("./audit-story.js").then((n) => n.r);
	return {
		inputs: {
			...inputs,
			read: inputReader(step, secretsIn)
		},
		env: environment.variables,
		version: packageVersion(),
		locate: (path) => locate(path, cwd),
		readFiles,
		readBase: (place, plan) => readBase(place, plan, step),
		readText: (file, place) => readText(file, place, cwd),
		writeText: (file, text, place) => writeText(file, text, {
			place,
			cwd
		}),
		lookUp: (images, roles) => lookUp(images, roles, step),
		fix,
		deliver: deliver(step, cwd),
		log
	};
}
const secretsIn = (name, value) => name === "github-token" ? [value] : [];
export { visible as a, countsText as c, propose as d, SEVERITIES as f, replaceFile as i, worstFirst as l, awsOwner as m, open_exports as n, counted as o, MARKETPLACE as p, packageVersion as r, countsOf as s, openAudit as t, proposalLines as u };
