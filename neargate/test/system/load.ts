import { Agent, get } from 'node:http';

/** Two clients that ask one request after the other until they are stopped: one keeps its connection, one does not. */
export interface Clients {
  /** How many there are, which is how many requests can be in flight. */
  readonly count: number;
  /** Resolves to how many answers of 200 there were, and what came of all other requests. */
  stop(): Promise<{ readonly answers: number; readonly lost: readonly string[]; readonly count: number }>;
}

const patienceMs = 30_000;

export function startClients(url: string): Clients {
  const agents = [new Agent({ keepAlive: true, maxSockets: 1 }), new Agent({ keepAlive: false })];
  let isOver = false;
  let answers = 0;
  const lost: string[] = [];
  const work = async (agent: Agent) => {
    while (!isOver) {
      const outcome = await ask(url, agent);
      if (outcome === '200') answers++;
      else lost.push(outcome);
    }
  };
  const all = Promise.all(agents.map(work));
  return {
    count: agents.length,
    async stop() {
      isOver = true;
      await all;
      for (const agent of agents) agent.destroy();
      return { answers, lost, count: agents.length };
    },
  };
}

/** What comes of one request on a connection of its own: the status, the code of the error, or `timeout`. */
export function askOnce(url: string, timeoutMs: number): Promise<string> {
  return ask(url, new Agent({ keepAlive: false }), timeoutMs);
}

function ask(url: string, agent: Agent, timeoutMs = patienceMs): Promise<string> {
  return new Promise((resolve) => {
    const request = get(url, { agent, timeout: timeoutMs }, (response) => {
      response.on('error', (error) => resolve(String(error)));
      response.on('end', () => resolve(String(response.statusCode))).resume();
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
