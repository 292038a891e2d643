import { realpathSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { fail } from '../../errors/errors.ts'
import { repositoryAbove } from '../../source/git/folders.ts'
import type { Place } from './ports.ts'

/**
 * The repository of a folder: overlays of one folder build on bases of another, so all of it is read. What is in none is
 * a repository of its own.
 */
export function locate(path: string, cwd: string): Place {
  const folder = realFolder(resolve(cwd, path), path)
  const root = repositoryAbove(folder) ?? folder
  const start = realpathSync(cwd)
  return {
    root,
    scope: slashed(relative(root, folder)),
    shown: (file) => slashed(relative(start, join(root, file))),
  }
}

function realFolder(absolute: string, path: string): string {
  const state = statSync(absolute, { throwIfNoEntry: false })
  if (state?.isDirectory()) return realpathSync(absolute)
  return fail({
    code: 'INPUT_INVALID',
    inputs: ['path'],
    message: `the path ${path} is ${state ? 'no folder' : 'not there'}`,
    hint: 'Name the folder of the repository, or one in it; in a workflow it is there after actions/checkout.',
  })
}

const slashed = (path: string): string => path.split(sep).join('/')
