#!/usr/bin/env node
const version = process.versions.node
if (Number.parseInt(version, 10) < 22) {
  console.error(`ecr-gitops needs Node 22 or newer, and this is ${version}`)
  process.exit(2)
}
const { cli } = await import('./index.js')
await cli()
