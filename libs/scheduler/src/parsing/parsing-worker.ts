import { parentPort } from 'node:worker_threads';
import { type ParsingTask, runParsingTask } from './parsing-task';

/** Thread that reads one upload and ends; the time limit begins when it says that it is ready. */
const port = parentPort;
if (port) {
  port.once('message', (task: ParsingTask) => {
    port.postMessage(runParsingTask(task));
    port.close();
  });
  port.postMessage('ready');
}
