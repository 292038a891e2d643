import { describe, expect, test } from 'vitest'
import { SAMPLE_CHARTS } from '../../../support/audit/charts.ts'
import { writtenBy } from '../../../support/audit/written.ts'

describe('the images that a chart renders', () => {
  test.each(SAMPLE_CHARTS)('$name', (sample) => {
    const written = writtenBy(sample)
    expect(written.filter((image) => image !== undefined).toSorted()).toEqual(
      sample.name === 'either-way' ? ['b:1'] : sample.images.toSorted(),
    )
  })
})
