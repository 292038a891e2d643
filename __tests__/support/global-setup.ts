/** The action runs on Node 24; with install scripts off, npm scripts fall back to the system's Node unnoticed. */
export default function assertActionRuntime(): void {
  const major = Number(process.versions.node.split('.')[0])
  if (major !== 24) {
    throw new Error(
      `tests must run on Node 24, this is ${process.version}: run "npm ci" without --ignore-scripts`,
    )
  }
}
