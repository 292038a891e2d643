import type { Measured } from '../bench/report.ts'
import { barsSvg } from './bars.ts'
import { wallOf } from './wall.ts'

/** The same work is done by each of these, as the rows of the table say it. */
const WAYS = { step: 'the step', actions: 'two actions, docker, git', cli: 'AWS CLI, docker, git' }
/** What such rows end with, from left to right. */
const STAGES = {
  build: { name: 'docker buildx build --push', colour: '#57606a' },
  image: { name: 'role, login, look-ups', colour: '#0969da' },
  commit: { name: 'the commit', colour: '#bc4c00' },
}

/** A bar for each way, whose parts are the differences between rows of the table. */
export const stagesSvg = (run: Measured): string =>
  barsSvg(run, {
    title: 'Where the wall time of one deploy goes',
    parts: Object.values(STAGES),
    bars: Object.entries(WAYS).map(([way, name]) => ({
      name,
      ends: Object.keys(STAGES).map((axis) =>
        wallOf(run.cases.build, { axis, way: axis === 'build' ? axis : way, size: 1 }),
      ),
    })),
  })
