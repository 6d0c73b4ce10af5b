/**
 * A shell that ends processes when this process can no longer do it, because it was killed: its input ends then. The last line
 * of its input lists them.
 */
import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/** As in process-group.ts: first what is named, then, on Linux, what carries the mark, until nothing does. */
const script = `
trap '' HUP INT TERM
while read -r line; do live=$line; done
for each in $live; do kill -s KILL -- "\${each%%:*}"; done 2>/dev/null
for each in $live; do
  looks=0
  while [ $looks -lt 20 ]; do
    looks=$((looks + 1))
    found=$(grep -lsF -- "\${each#*:}" /proc/[0-9]*/environ)
    [ -n "$found" ] || break
    for file in $found; do file=\${file#/proc/} && kill -s KILL -- "\${file%/environ}"; done 2>/dev/null
  done
done`;

/** @returns a function that takes the list, each time that it changes: the target of `kill`, and the mark */
export function startWatchdog(): (live: ReadonlyMap<number, string>) => void {
  const shell = spawn('sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // A system without a shell does without this.
  shell.on('error', () => undefined);
  const input = shell.stdin as Socket;
  input.on('error', () => undefined);
  shell.unref();
  input.unref();
  return (live) => void input.write(`${Array.from(live, (each) => each.join(':')).join(' ')}\n`);
}
