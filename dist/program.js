import { n as __exportAll } from "./rolldown-runtime.js";
import { b as messageOf } from "./index.js";
import { r as packageVersion } from "./door-audit.js";
import { Pt as nearest } from "./doors.js";
const { parseArgs } = /* @__PURE__ */ process.getBuiltinModule("node:util");
// src/cli/program.ts
/**
* Whether a stream gets colours: a terminal does. FORCE_COLOR counts before NO_COLOR, as Node itself has it
* (tty.WriteStream.getColorDepth); both are the user's word, so each counts before what the terminal is.
*/
function hasColours(stream, env) {
	const { FORCE_COLOR: forced, NO_COLOR: none, TERM: terminal } = env;
	if (forced !== void 0) return forced !== "0" && forced !== "false";
	if (none) return false;
	return stream.isTTY === true && terminal !== "dumb";
}
// src/cli/refuse.ts
/** All that is wrong with what was asked, and where to read what can be. */
function refused(mistakes, asked, { err }) {
	for (const mistake of mistakes) err.write(`${asked}: ${mistake}\n`);
	err.write(`Try: ${asked} --help\n`);
	return 2;
}
// src/cli/command.ts
const optionsOf = ({ groups }) => groups.flatMap(({ options }) => options);
// src/cli/arguments.ts
/** Options that every command has. */
const COMMON = [{
	name: "help",
	short: "h",
	summary: "Show this text"
}];
/** Reads the words behind a command. */
function readArguments(words, command) {
	const known = new Map([...optionsOf(command), ...COMMON].map((option) => [option.name, option]));
	const { tokens } = parseArgs({
		args: [...words],
		options: Object.fromEntries([...known.values()].map((option) => [option.name, shapeOf(option)])),
		strict: false,
		allowPositionals: true,
		tokens: true
	});
	const options = /* @__PURE__ */ new Map();
	const mistakes = [];
	for (const token of tokens) {
		if (token.kind !== "option") continue;
		const option = known.get(token.name);
		const mistake = option ? mistakeIn(option, token, options) : unknownOption(token.rawName, [...known.keys()]);
		if (mistake !== void 0) mistakes.push(mistake);
		else if (option) options.set(option.name, token.value === void 0 ? "true" : joined(options.get(option.name), token.value));
	}
	const operands = tokens.flatMap((token) => token.kind === "positional" ? [token.value] : []);
	mistakes.push(...tooMany(operands, command.operands));
	return mistakes.length > 0 ? { mistakes } : { asked: {
		options,
		operands
	} };
}
const shapeOf = ({ short, value, several }) => ({
	type: value === void 0 ? "boolean" : "string",
	...short === void 0 ? {} : { short },
	multiple: several === true
});
function mistakeIn({ value, several }, token, given) {
	const { rawName, value: text, inlineValue, name } = token;
	if (given.has(name) && !several && value !== void 0) return `${rawName} is given twice`;
	if (value === void 0) return text === void 0 ? void 0 : `${rawName} takes no value`;
	const isOption = !inlineValue && /^-./.test(text ?? "");
	return text === void 0 || isOption ? `${rawName} needs a value: ${rawName} ${value}` : void 0;
}
const joined = (before, text) => before === void 0 ? text : `${before}\n${text}`;
function unknownOption(rawName, names) {
	const close = nearest(rawName.replace(/^-+/, ""), names);
	return `there is no option ${rawName}.${close === void 0 ? "" : ` Did you mean --${close}?`}`;
}
function tooMany(given, taken) {
	const extra = given[taken.length];
	if (extra === void 0) return [];
	return [`"${extra}" is one word too many: it takes ${taken.length === 0 ? "options alone" : taken.join(" ")}`];
}
// src/cli/commands.ts
/** What can stand behind `ecr-gitops`, in the order of the help. */
const COMMANDS = [{
	name: "audit",
	summary: "Find images that will not be pulled and roles that will not work, at the line",
	about: `Reads a repository that Argo CD, Flux or kubectl deploys from, and says which images will not
be pulled, which roles will not work and which entries change nothing, at the line that
decides. It needs no network and no credentials. Options can stand in .ecr-gitops.yaml.`,
	operands: ["[path]"],
	groups: [
		{
			title: "What is right for this repository",
			options: [
				{
					name: "allowed-registries",
					value: "LIST",
					several: true,
					summary: "ECR registries that images may come from: ACCOUNT/REGION, or the host"
				},
				{
					name: "allowed-role-accounts",
					value: "LIST",
					several: true,
					summary: "AWS accounts of IAM roles"
				},
				{
					name: "placeholder-accounts",
					value: "LIST",
					several: true,
					summary: "Accounts that stand for another one, besides those of AWS's documentation"
				}
			]
		},
		{
			title: "What is reported",
			options: [
				{
					name: "rules",
					value: "LIST",
					several: true,
					summary: "Severity of rules: RULE=error, RULE=warning, RULE=notice, RULE=off"
				},
				{
					name: "ignore",
					value: "GLOBS",
					several: true,
					summary: "Files whose findings nobody wants"
				},
				{
					name: "baseline",
					value: "FILE",
					summary: "Findings that are known, and not reported again"
				},
				{
					name: "changed-only",
					value: "WHEN",
					summary: "Report only what the change on this branch causes: true, false, or auto (on a pull request; default)"
				},
				{
					name: "fail-on",
					value: "LEVEL",
					summary: "What exit code 1 is for: error (default), warning or never"
				}
			]
		},
		{
			title: "Fixes",
			options: [{
				name: "fix",
				value: "WHICH",
				summary: "Fix what is found: off (default), safe (cannot break what works) or all"
			}, {
				name: "fix-as",
				value: "HOW",
				summary: "Fix the files (default), or write the patch audit.patch"
			}]
		},
		{
			title: "Reports",
			options: [
				{
					name: "format",
					value: "FORMAT",
					summary: "What is written to standard output: text (default), json or sarif"
				},
				{
					name: "sarif",
					value: "FILE",
					summary: "Write SARIF 2.1.0 as well"
				},
				{
					name: "json",
					value: "FILE",
					summary: "Write JSON as well"
				},
				{
					name: "junit",
					value: "FILE",
					summary: "Write JUnit XML as well"
				}
			]
		},
		{
			title: "Instead of an audit",
			options: [
				{
					name: "explain",
					value: "RULE",
					summary: "Say what a rule finds, why it matters, and how to put it right"
				},
				{
					name: "list-rules",
					summary: "List all rules"
				},
				{
					name: "write-baseline",
					value: "FILE",
					summary: "Write what is found to a file for --baseline"
				}
			]
		}
	],
	examples: [
		["ecr-gitops audit --allowed-registries 465002806239/ap-southeast-2", "Audit the repository of this folder"],
		["ecr-gitops audit --fix safe", "Fix what can be fixed without a risk"],
		["ecr-gitops audit --explain ecr-account-placeholder", "Read about a rule"]
	],
	run: async (asked, program) => (await import("./program-audit.js").then((n) => n.t)).runAudit(asked, program)
}];
// src/cli/help.ts
const NAME = "ecr-gitops";
const WIDEST = 80;
/** What `ecr-gitops --help` says. */
function programHelp(commands, version) {
	const rows = commands.map(({ name, summary }) => [name, summary]);
	return sections([
		`${NAME} ${version}: for repositories that clusters are deployed from.`,
		`Usage: ${NAME} COMMAND [options]`,
		`Commands:\n${columns(rows)}`,
		`Options:\n${columns([["-h, --help", "Show this text, or that of a command"], ["-v, --version", "Show the version"]])}`,
		`Options of a command: ${NAME} COMMAND --help`
	]);
}
/** What `ecr-gitops COMMAND --help` says. */
function commandHelp({ name, operands, about, groups, examples }) {
	const usage = [
		NAME,
		name,
		...operands,
		"[options]"
	].join(" ");
	const all = [...groups, {
		title: "Help",
		options: COMMON
	}];
	const width = widthOf(all.flatMap(({ options }) => options.map(optionRow)));
	const listed = all.map(({ title, options }) => `${title}:\n${columns(options.map(optionRow), width)}`);
	const shown = examples.map(([command, what]) => `  ${what}:\n    ${command}`);
	const said = wrapped(about.replaceAll("\n", " "), WIDEST).join("\n");
	return sections([
		said,
		`Usage: ${usage}`,
		...listed,
		`Examples:\n${shown.join("\n")}`
	]);
}
const sections = (texts) => `${texts.join("\n\n")}\n`;
function optionRow({ name, short, value, summary }) {
	const names = `${short === void 0 ? "    " : `-${short}, `}--${name}`;
	return [value === void 0 ? names : `${names} ${value}`, summary];
}
const widthOf = (rows) => Math.max(...rows.map(([first]) => first.length));
/** The second column is wrapped where the first one leaves it room. */
function columns(rows, width = widthOf(rows)) {
	return rows.flatMap(([first, second]) => {
		const lines = wrapped(second, WIDEST - width - 4);
		const indent = " ".repeat(width + 4);
		const head = `  ${first.padEnd(width)}  `;
		return lines.map((line, index) => (index === 0 ? head : indent) + line);
	}).join("\n");
}
function wrapped(text, width) {
	const lines = [""];
	for (const word of text.split(" ")) {
		const line = lines.at(-1) ?? "";
		const longer = line === "" ? word : `${line} ${word}`;
		if (longer.length > width && line !== "") lines.push(word);
		else lines[lines.length - 1] = longer;
	}
	return lines;
}
// src/cli/main.ts
/** Does what the words behind `ecr-gitops` ask for. @returns the exit code. */
async function main(words, program) {
	const [first, ...rest] = words;
	if (first === void 0) return refused([`name a command: ${namesOf(COMMANDS)}`], NAME, program);
	if (first === "--version" || first === "-v") return shown(`${program.version}\n`, program);
	if (first === "--help" || first === "-h") return shown(programHelp(COMMANDS, program.version), program);
	if (first === "help") return help(rest, program);
	const command = COMMANDS.find(({ name }) => name === first);
	return command ? run(command, rest, program) : refused([unknownCommand(first)], NAME, program);
}
async function run(command, words, program) {
	const parsed = readArguments(words, command);
	if (words.some((word) => word === "--help" || word === "-h")) return shown(commandHelp(command), program);
	if ("mistakes" in parsed) return refused(parsed.mistakes, `${NAME} ${command.name}`, program);
	return command.run(parsed.asked, program);
}
/** `ecr-gitops help`, and `ecr-gitops help COMMAND`. */
function help([name], program) {
	if (name === void 0) return shown(programHelp(COMMANDS, program.version), program);
	const command = COMMANDS.find((one) => one.name === name);
	return command ? shown(commandHelp(command), program) : refused([unknownCommand(name)], NAME, program);
}
function shown(text, { out }) {
	out.write(text);
	return 0;
}
const namesOf = (commands) => commands.map(({ name }) => name).join(", ");
function unknownCommand(word) {
	const names = COMMANDS.map(({ name }) => name);
	const close = nearest(word, names);
	return `there is no command ${word}. ${close === void 0 ? `The commands are ${names.join(", ")}.` : `Did you mean ${close}?`}`;
}
// src/cli/start.ts
var start_exports = /* @__PURE__ */ __exportAll({ start: () => start });
const LINGER_MS = 1e3;
/** Runs the program on this process. */
async function start() {
	const { argv, env, stdout: out, stderr: err } = process;
	out.on("error", () => process.exit());
	err.on("error", () => {});
	const program = {
		env,
		cwd: process.cwd(),
		version: packageVersion(),
		out,
		err
	};
	process.exitCode = await main(argv.slice(2), program).catch((thrown) => {
		err.write(`unexpected: ${thrown instanceof Error ? thrown.stack : messageOf(thrown)}\n`);
		return 2;
	});
	out.write("", () => setTimeout(() => process.exit(), LINGER_MS).unref());
}
export { refused as n, hasColours as r, start_exports as t };
