import type { ImageEvent } from '../../runtime/images/service-images.ts';
import type { LiveArea } from './live-area.ts';

/** Shows image builds: their latest line on a terminal, their steps otherwise, and how each ended. */
export function imageProgress(
  live: LiveArea,
  isVerbose: boolean,
  onLines: (lines: readonly string[]) => void,
): (event: ImageEvent) => void {
  const latest = new Map<string, string>();
  const update = () => onLines(Array.from(latest, ([name, line]) => `Image ${name}  ${line}`));
  return (event) => {
    switch (event.kind) {
      case 'building':
        latest.set(event.repository, event.contextDirectory);
        break;
      case 'output':
        latest.set(event.repository, event.line);
        if (isVerbose) live.say(`${event.repository} | ${event.line}\n`);
        break;
      case 'ready': {
        latest.delete(event.repository);
        const { repository, tag, digest, isNew, tookMs } = event;
        if (isNew || isVerbose) {
          const seconds = (tookMs / 1000).toFixed(1);
          live.say(`Image ${repository}:${tag} ${digest.slice(0, 19)} after ${seconds} s\n`);
        }
        break;
      }
      case 'failed':
        // The reason is told among the problems, with its place.
        latest.delete(event.repository);
        break;
    }
    update();
  };
}
