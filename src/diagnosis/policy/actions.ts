import { isName } from '../../names/paths/glob.ts'
import type { PolicyStatement } from './statement.ts'

/** With `*` and `?`, and without regard to case (IAM reference, "Action"). */
export const allows = ({ actions }: Pick<PolicyStatement, 'actions'>, action: string): boolean =>
  actions.some(({ text }) => isName(text.toLowerCase(), action.toLowerCase()))
