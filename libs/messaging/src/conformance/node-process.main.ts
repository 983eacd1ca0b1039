import { EventNode, type EventNodeOptions } from './event-node';
import { KillableServer, type KillPoint, type Variant } from './kill-points';

/** What a parent tells a node's process to do. */
export type Command =
  | {
      readonly do: 'start';
      readonly options: EventNodeOptions;
      readonly killAt?: KillPoint;
      readonly variant?: Variant;
      readonly handlerMs?: number;
    }
  | { readonly do: 'take'; readonly engagementId: string; readonly thing: string; readonly step: number };

let node: EventNode | undefined;
let killAt: KillPoint | undefined;

function at(point: KillPoint): void {
  if (point !== killAt) return;
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

async function run(command: Command): Promise<void> {
  if (command.do === 'start') {
    killAt = command.killAt;
    node = await EventNode.start(command.options, (options) => new KillableServer(options, at, command.variant));
    const { handlerMs = 0 } = command;
    node.behaviour.before = async () => {
      process.send?.({ said: 'handling' });
      await new Promise((resolve) => setTimeout(resolve, handlerMs));
    };
    node.behaviour.after = () => {
      at('consumed, not committed');
      return Promise.resolve();
    };
  } else {
    await node?.take(command.engagementId, command.thing, command.step, () => {
      at('accepted, not committed');
      return Promise.resolve();
    });
  }
  process.send?.({ said: command.do });
}

let last = Promise.resolve();
process.on('message', (command: Command) => {
  last = last
    .then(() => run(command))
    .catch((error: unknown) => {
      process.send?.({ said: 'failed', cause: String(error) });
    });
});
process.on('SIGTERM', () => {
  void (node?.stop() ?? Promise.resolve()).then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(1));
process.send?.({ said: 'loaded' });
