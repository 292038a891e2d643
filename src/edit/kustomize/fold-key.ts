/** A key as Go's encoding/json compares it for kustomize: in any case, with the letters that Unicode folds to ASCII (K and ſ). */
export const foldKey = (key: string): string => key.normalize('NFKC').toLowerCase()
