import { auditCommand } from './audit/command.ts'
import type { Command } from './command.ts'

/** What can stand behind `ecr-gitops`, in the order of the help. */
export const COMMANDS: readonly Command[] = [auditCommand]
