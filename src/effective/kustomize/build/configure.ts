import { type FieldSpec, fieldSpecOf, mergeSpecs } from '../images/field-spec.ts'
import { isScalar, listIn } from '../read/field.ts'
import type { Work } from './work.ts'

/** Nobody lists so many fields. */
const MOST_SPECS = 500

/** Fields that `configurations:` add to those that kustomize knows. */
export function configure(work: Work): void {
  for (const at of listIn(work.opened.root, 'configurations').filter(isScalar)) {
    const file = work.read(at)
    work.notes.add(file?.unknown ?? [])
    for (const document of file?.documents ?? []) {
      const specsIn = (field: string): readonly FieldSpec[] => {
        const nodes = listIn(document, field)
        if (nodes.length > MOST_SPECS) work.notes.note(`there are more than ${MOST_SPECS} fields in it`, at)
        return nodes.slice(0, MOST_SPECS).map(fieldSpecOf)
      }
      work.imageSpecs = mergeSpecs(work.imageSpecs, specsIn('images'))
      work.varSpecs = mergeSpecs(work.varSpecs, specsIn('varReference'))
    }
  }
}
