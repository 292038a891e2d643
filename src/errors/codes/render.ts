/** The codes of rendered overlays. */
export const RENDER_CODES = {
  IMAGE_NOT_RENDERED: 'The overlay or chart renders, but no container of it gets the new image.',
  RENDER_FAILED:
    'The overlay or chart could not be rendered, and render-check is require; or a chart could be, before the edit.',
  BASE_RENAMED:
    'The edit changes what an image is called for all that build on the file, and some of them go by the old name.',
} as const
