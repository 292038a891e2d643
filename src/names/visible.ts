/**
 * What a terminal would act on, or what hides or turns around the text beside it: control characters, those of the
 * direction of writing, what has no width, and halves of characters.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

const unit = (one: string): string => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`

/** Text of others on one line, with everything in it that acts, or that nobody sees, written as JSON would. */
export const visible = (text: string): string => text.replaceAll(UNSEEN, unit)

/** The same for a text with lines of its own. */
export const visibleLines = (text: string): string => text.split(/\r?\n/).map(visible).join('\n')
