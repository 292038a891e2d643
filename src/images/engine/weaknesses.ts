/** What carries out a build, and so stands between a Dockerfile and the machine. */
export type Program = 'buildah' | 'BuildKit' | 'Docker Engine' | 'Docker Engine (classic builder)'

export interface BuilderVersion {
  readonly program: Program
  /** As it says itself; undefined where it does not. */
  readonly version: string | undefined
}

export interface Weakness {
  readonly program: Program
  readonly cve: string
  /** What a Dockerfile can do with files of the machine that builds. */
  readonly gives: 'write' | 'read'
  /** The first version of each line that has the fix, oldest line first; every line after the last one has it, too. */
  readonly fixed: readonly string[]
}

/**
 * Ways out of the container for a Dockerfile, by the advisories on github.com (GHSA) and the tags that hold the fix.
 * What the runc or crun of the machine lets through does not follow from these versions.
 */
export const WEAKNESSES: readonly Weakness[] = [
  // GHSA-pmf3-c36m-g5cf: a bind mount follows a link of an image to the root of the machine.
  {
    program: 'buildah',
    cve: 'CVE-2024-1753',
    gives: 'write',
    fixed: ['1.24.7', '1.26.7', '1.27.4', '1.29.3', '1.31.5', '1.32.3', '1.33.7', '1.34.2', '1.35.1'],
  },
  // GHSA-fhqq-8f65-5xfc: bind-propagation is handed to mount unchecked.
  {
    program: 'buildah',
    cve: 'CVE-2024-9407',
    gives: 'write',
    fixed: ['1.29.5', '1.33.10', '1.35.5', '1.37.4', '1.38.0'],
  },
  // GHSA-586p-749j-fhwp: the id of a cache mount is a path.
  {
    program: 'buildah',
    cve: 'CVE-2024-9675',
    gives: 'write',
    fixed: ['1.26.8', '1.27.5', '1.29.4', '1.33.10', '1.35.5', '1.37.5', '1.38.0'],
  },
  // GHSA-5vpc-35f4-r8w6: builds at the same time change the source of a mount.
  {
    program: 'buildah',
    cve: 'CVE-2024-11218',
    gives: 'write',
    fixed: ['1.26.9', '1.27.6', '1.29.5', '1.33.12', '1.35.5', '1.37.6', '1.38.1'],
  },
  // GHSA-49p4-px3h-rq49: ADD of a git repository follows a link of it.
  { program: 'buildah', cve: 'CVE-2026-44517', gives: 'read', fixed: ['1.43.2', '1.44.0'] },
  // GHSA-m3r6-h7wv-7xxv, GHSA-4v98-7qmw-rqr8 and, with runc 1.1.12 in its image, GHSA-xr7r-f8xq-vfvv.
  {
    program: 'BuildKit',
    cve: 'CVE-2024-23651, CVE-2024-23652, CVE-2024-21626',
    gives: 'write',
    fixed: ['0.12.5'],
  },
  // GHSA-9493-h29p-rfm2, GHSA-qw9x-cqr3-wc7r, GHSA-cgrx-mc8f-2prm: runc 1.3.3 came into its image with this version.
  {
    program: 'BuildKit',
    cve: 'CVE-2025-31133, CVE-2025-52565, CVE-2025-52881',
    gives: 'write',
    fixed: ['0.25.2'],
  },
  // GHSA-4vrq-3vrq-g6gg: ADD of a git repository follows a link of it.
  { program: 'BuildKit', cve: 'CVE-2026-33748', gives: 'read', fixed: ['0.28.1'] },
  // The BuildKit within: release notes of 25.0.2 (24.0.9 says that it lacks them).
  {
    program: 'Docker Engine',
    cve: 'CVE-2024-23651, CVE-2024-23652',
    gives: 'write',
    fixed: ['25.0.2'],
  },
  { program: 'Docker Engine', cve: 'CVE-2026-33748', gives: 'read', fixed: ['29.3.1'] },
  // The runc that was released with it; GHSA-xw73-rw38-6vjc, a cache that others fill, went with the same versions.
  {
    program: 'Docker Engine (classic builder)',
    cve: 'CVE-2024-21626, CVE-2024-24557',
    gives: 'write',
    fixed: ['24.0.9', '25.0.2'],
  },
]
