import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { holdOf, holdReasons } from '../../../../src/edit/kustomize/hold.ts'
import { KEYS, PATIENCE, pairsOf, render, share, style, values, withMissing } from './edit-arbitraries.ts'
import { create, edit, editAndHold, entryOf } from './entry-fixtures.ts'

const wantedKeys = fc.subarray([...KEYS], { minLength: 1 })
const picked = (all: Readonly<Record<string, string>>, keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, all[key]]))
const withoutQuotes = (text: string) => text.replaceAll(/["']/g, '')

test('every byte outside of the wanted values stays, and a second edit changes nothing', PATIENCE, () => {
  fc.assert(
    fc.property(style, values, values, wantedKeys, (it, before, after, keys) => {
      const wanted = picked(after, keys)
      const text = render(it, pairsOf(it, before))
      const held = { ...before, ...wanted }
      const expected = render(it, withMissing(it, pairsOf(it, held, before), wanted))
      const edited = edit(text, wanted)
      expect(edited).toBe(expected)
      expect(edit(edited, wanted)).toBe(edited)
    }),
    share(0.2),
  )
})

test('set to one and then to another is set to the other, but for quotes', PATIENCE, () => {
  fc.assert(
    fc.property(style, values, values, wantedKeys, (it, one, other, keys) => {
      const text = render(it, pairsOf(it, { ...one, newTag: 'old' }))
      const twice = edit(edit(text, picked(one, keys)), picked(other, keys))
      expect(withoutQuotes(twice)).toBe(withoutQuotes(edit(text, picked(other, keys))))
    }),
    share(0.1),
  )
})

test(
  'an entry that is created and then edited is one created with the second values, but for quotes',
  PATIENCE,
  () => {
    fc.assert(
      fc.property(style, values, values, wantedKeys, (it, one, other, keys) => {
        const text = render(it, pairsOf(it, one))
        const created = create(text, picked(one, keys), 'new')
        expect(withoutQuotes(edit(created, picked(other, keys), 'new'))).toBe(
          withoutQuotes(create(text, picked(other, keys), 'new')),
        )
        const [was, is] = [parse(text), parse(created)] as { images: unknown[] }[]
        expect(is).toEqual({
          ...was,
          images: [...(was?.images ?? []), { name: 'new', ...picked(one, keys) }],
        })
      }),
      share(0.1),
    )
  },
)

const MARKERS = ['# ecr-gitops: hold old', '#ecr-gitops:HOLD  old', '# x # ecr-gitops: hold old']
const canonical = (marker: string) => marker.replace(/#\s*ecr-gitops.*/, '# ecr-gitops: hold new')

test(
  'a hold is found where it stands, replaced there, and written above where there is none',
  PATIENCE,
  () => {
    fc.assert(
      fc.property(
        style,
        values,
        fc.constantFrom('none', 'above', 'trailing'),
        fc.constantFrom(...MARKERS),
        (it, held, where, marker) => {
          // Own lines deeper than the dash would belong to the entry before, so the marker stands at its indentation.
          const shape = it.shape === 'json' || it.shape === 'flow' ? 'block' : it.shape
          const place = { ...it, shape, top: '', between: [], comments: ['', '', '', '', ''] } as typeof it
          const indent = shape === 'lines' ? '  ' : it.indent
          const build = (text: string) =>
            where === 'trailing'
              ? render({ ...place, comments: [` ${text}`, '', '', '', ''] }, pairsOf(place, held))
              : render(place, pairsOf(place, held), text === '' ? [] : [indent + text])
          const text = where === 'none' ? build('') : build(marker)
          const entry = entryOf(text)
          expect(holdOf(entry)?.reason).toBe(where === 'none' ? undefined : 'old')
          expect(holdReasons(entry.kustomization).filter((reason) => reason !== undefined)).toHaveLength(
            where === 'none' ? 0 : 1,
          )
          const edited = editAndHold(text, 'new')
          const above = render(place, pairsOf(place, held), [`${indent}# ecr-gitops: hold new`])
          expect(edited).toBe(where === 'none' ? above : build(canonical(marker)))
          expect(editAndHold(edited, 'new')).toBe(edited)
        },
      ),
      share(0.05),
    )
  },
)
