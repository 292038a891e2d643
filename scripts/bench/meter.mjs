/** Preloaded into a step (`node --import`): writes down at its end what it used, and what its children did. */
import { readFileSync, writeFileSync } from 'node:fs'

// proc_pid_stat(5): fields 16 and 17, cutime and cstime, are those of children that were waited for, in hundredths of a
// second. The list is cut behind the name, the second field, which may hold spaces.
function childrenMs() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[13]) + Number(fields[14])) * 10
}

process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  const used = {
    cpuMs: (user + system) / 1000 + childrenMs(),
    memoryMB: process.resourceUsage().maxRSS / 1024,
  }
  writeFileSync(process.env.METER_FILE ?? '', JSON.stringify(used))
})
