/** The codes of edits. */
export const EDIT_CODES = {
  YAML_INVALID: 'A file that is to be edited is not valid YAML.',
  EDIT_UNSAFE: 'A file cannot be edited exactly, so it is not edited at all.',
  ENTRY_MISSING: 'The file has no entry for the image, by that name or at that place.',
  ENTRY_DUPLICATE: 'The file has several entries that are meant.',
  ENTRY_REGISTRY:
    'The entry points to another registry, account or region than this step pushes to, or, where a pattern or path leads to it, to another repository.',
} as const
