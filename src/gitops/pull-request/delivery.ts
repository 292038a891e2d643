import type { RehearsedDelivery } from '../delivery.ts'
import { deliverTo } from './deliver.ts'
import type { PullOptions, PullPorts } from './ports.ts'
import { rehearse } from './rehearse.ts'

export function pullRequestDelivery(ports: PullPorts, options: PullOptions): RehearsedDelivery {
  return {
    deliver: (change) => deliverTo(change, ports, options),
    rehearse: (change) => rehearse(change, ports, options),
  }
}
