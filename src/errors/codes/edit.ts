/** The codes of edits. */
export const EDIT_CODES = {
  YAML_INVALID: 'A kustomization file is not valid YAML.',
  EDIT_UNSAFE: 'A kustomization cannot be edited exactly, so it is not edited at all.',
  ENTRY_MISSING: 'The kustomization has no images entry of that name.',
  ENTRY_DUPLICATE: 'The kustomization has several images entries of that name.',
  ENTRY_REGISTRY:
    'The images entry points to another registry, account or region than this step pushes to, or, where only a pattern leads to it, to another repository.',
} as const
