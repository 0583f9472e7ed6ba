// Runs a sample server as a newcomer does: in a process of its own, stopped by Ctrl-C.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

const READY_WITHIN = 60_000;
const running = new Set();

process.on('exit', () => running.forEach(child => child.kill('SIGKILL')));
process.on('SIGTERM', () => process.exit(1));

/** The promise's result, or a failure that says what did not come. */
export async function within(seconds, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not within ${seconds} s: ${what}`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Starts a sample and waits for its line; port 0 takes a free one. */
export async function startSample(sample, port = 0) {
  const child = spawn(process.env.SAMPLE_JAVA, [
    '-cp', process.env.SAMPLE_CLASSPATH, 'dev.sheetbend.websocket.samples.SampleServer', sample, '--port', String(port)
  ], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const exited = once(child, 'exit').finally(() => running.delete(child));
  let output = '';
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Not ready in time: ' + output)), READY_WITHIN);
    const read = chunk => {
      output += chunk;
      const ready = output.match(/ is ready: open (http:\S+) /);
      if (ready) {
        clearTimeout(timer);
        resolve(ready[1]);
      }
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    exited.then(([code]) => {
      clearTimeout(timer);
      reject(new Error(`Ended with ${code}: ${output}`));
    });
  });
  return {
    url,
    port: Number(new URL(url).port),
    webSocketUrl: path => new URL(path, url).href.replace('http', 'ws'),
    output: () => output,
    /** Sends what Ctrl-C sends, and waits for the end. */
    async stop() {
      child.kill('SIGINT');
      await within(20, 'the end of the server', exited);
    }
  };
}
