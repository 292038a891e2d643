/** Milliseconds that this process has computed: unlike the clock, they do not run on while others are at work. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
