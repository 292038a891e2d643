import type { EffectiveImage } from '../../../../effective/image.ts'

/** Whether a reference, or a part of it, is a text that somebody is to fill in: `${IMAGE}`, `<tag>`, `{{ image }}`. */
export const isFilledInLater = ({ text }: EffectiveImage): boolean => /[${}<>]/.test(text)

/** What only Istio's injection reads: it puts its own image there. */
export const isInjected = ({ text }: EffectiveImage): boolean => text === 'auto'
