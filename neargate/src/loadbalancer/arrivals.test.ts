import { afterEach, describe, expect, it } from 'vitest';
import { FakeTarget, Scene } from './testing/scene.ts';

const scenes: Scene[] = [];
afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.close();
});

/** Echoes the path, so that each answer can be told from the others. */
async function echo(): Promise<Scene> {
  const target = await FakeTarget.answering((request) => {
    const path = request.split(' ')[1] ?? '';
    return `HTTP/1.1 200 OK\r\nContent-Length: ${path.length}\r\n\r\n${path}`;
  });
  const scene = await Scene.start({}, target);
  scenes.push(scene);
  return scene;
}

const get = (path: string) => `GET ${path}/ HTTP/1.1\r\nHost: a\r\n\r\n`;
const bodies = (received: string) => received.match(/(?<=\r\n\r\n)\/\w+\/\w+(?=\/)/g) ?? [];

describe('many clients that connect at once', () => {
  it('are all answered, each in its own order, however their requests are cut', async () => {
    const scene = await echo();
    const received = Array.from({ length: 200 }, async (_, number) => {
      const client = scene.client();
      const [first, second] = [get(`/${number}/first`), get(`/${number}/second`)];
      client.send(first + second.slice(0, 9));
      await new Promise((resolve) => setImmediate(resolve));
      client.send(second.slice(9) + get(`/${number}/third`));
      return bodies(await client.until((text) => bodies(text).length === 3));
    });
    const expected = Array.from({ length: 200 }, (_, number) =>
      ['first', 'second', 'third'].map((which) => `/${number}/${which}`),
    );
    expect(await Promise.all(received)).toEqual(expected);
  });

  it('may be gone before their turn comes', async () => {
    const scene = await echo();
    for (let number = 0; number < 100; number++) {
      const client = scene.client();
      client.socket.once('connect', () => {
        client.send(get(`/${number}/gone`));
        setImmediate(() => client.socket.resetAndDestroy());
      });
    }
    const stays = Array.from({ length: 100 }, (_, number) =>
      scene
        .client()
        .send(get(`/${number}/stays`))
        .until((text) => bodies(text).length === 1),
    );
    expect((await Promise.all(stays)).length).toBe(100);
  });
});
