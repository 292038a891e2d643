import type { Command, OptionGroup } from '../command.ts'

const KNOWN: OptionGroup = {
  title: 'What is right for this repository',
  options: [
    {
      name: 'allowed-registries',
      value: 'LIST',
      several: true,
      summary: 'ECR registries that images may come from: ACCOUNT/REGION, or the host',
    },
    { name: 'allowed-role-accounts', value: 'LIST', several: true, summary: 'AWS accounts of IAM roles' },
    {
      name: 'placeholder-accounts',
      value: 'LIST',
      several: true,
      summary: "Accounts that stand for another one, besides those of AWS's documentation",
    },
  ],
}

const FINDINGS: OptionGroup = {
  title: 'What is reported',
  options: [
    {
      name: 'rules',
      value: 'LIST',
      several: true,
      summary: 'Severity of rules: RULE=error, RULE=warning, RULE=notice, RULE=off',
    },
    { name: 'ignore', value: 'GLOBS', several: true, summary: 'Files whose findings nobody wants' },
    { name: 'baseline', value: 'FILE', summary: 'Findings that are known, and not reported again' },
    {
      name: 'changed-only',
      value: 'WHEN',
      summary:
        'Report only what the change on this branch causes: true, false, or auto (on a pull request; default)',
    },
    {
      name: 'fail-on',
      value: 'LEVEL',
      summary: 'What exit code 1 is for: error (default), warning or never',
    },
  ],
}

const FIXES: OptionGroup = {
  title: 'Fixes',
  options: [
    {
      name: 'fix',
      value: 'WHICH',
      summary: 'Fix what is found: off (default), safe (cannot break what works) or all',
    },
    {
      name: 'fix-as',
      value: 'HOW',
      summary: 'Fix the files (default), or write the patch audit.patch',
    },
  ],
}

const OUTPUT: OptionGroup = {
  title: 'Reports',
  options: [
    {
      name: 'format',
      value: 'FORMAT',
      summary: 'What is written to standard output: text (default), json or sarif',
    },
    { name: 'sarif', value: 'FILE', summary: 'Write SARIF 2.1.0 as well' },
    { name: 'json', value: 'FILE', summary: 'Write JSON as well' },
    { name: 'junit', value: 'FILE', summary: 'Write JUnit XML as well' },
  ],
}

const INSTEAD: OptionGroup = {
  title: 'Instead of an audit',
  options: [
    {
      name: 'explain',
      value: 'RULE',
      summary: 'Say what a rule finds, why it matters, and how to put it right',
    },
    { name: 'list-rules', summary: 'List all rules' },
    { name: 'write-baseline', value: 'FILE', summary: 'Write what is found to a file for --baseline' },
  ],
}

/** `ecr-gitops audit` */
export const auditCommand: Command = {
  name: 'audit',
  summary: 'Find images that will not be pulled and roles that will not work, at the line',
  about: `Reads a repository that Argo CD, Flux or kubectl deploys from, and says which images will not
be pulled, which roles will not work and which entries change nothing, at the line that
decides. It needs no network and no credentials. Options can stand in .ecr-gitops.yaml.`,
  operands: ['[path]'],
  groups: [KNOWN, FINDINGS, FIXES, OUTPUT, INSTEAD],
  examples: [
    [
      'ecr-gitops audit --allowed-registries 465002806239/ap-southeast-2',
      'Audit the repository of this folder',
    ],
    ['ecr-gitops audit --fix safe', 'Fix what can be fixed without a risk'],
    ['ecr-gitops audit --explain ecr-account-placeholder', 'Read about a rule'],
  ],
  run: async (asked, program) => (await import('./run.ts')).runAudit(asked, program),
}
