import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../core/virtual-clock.ts';
import type { SceneOptions } from './testing/scene.ts';
import { FakeTarget, forwardToGroup, groupArn, healthCheck, Scene, targetConfig } from './testing/scene.ts';

const scenes: Scene[] = [];
afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.close();
});

async function start(options: SceneOptions, ...targets: FakeTarget[]): Promise<Scene> {
  const scene = await Scene.start(options, ...targets);
  scenes.push(scene);
  return scene;
}

const ok = (body: string, fields = '') =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n${fields}\r\n${body}`;
const get = (path = '/', fields = '') => `GET ${path} HTTP/1.1\r\nHost: example.com\r\n${fields}\r\n`;

/** One request over a connection of its own; the response, head and body. */
async function ask(scene: Scene, request: string): Promise<string> {
  const client = scene.client();
  const response = await client.send(request).until((text) => /\r\n\r\n.+$/s.test(text));
  client.socket.destroy();
  return response;
}

const bodyOf = (response: string) => response.slice(response.indexOf('\r\n\r\n') + 4);
const cookiesOf = (response: string) =>
  [...response.matchAll(/Set-Cookie: ([^=]+=[^;]+)/g)].map((match) => match[1]).join('; ');

describe('rule transforms', () => {
  const echo = () => FakeTarget.answering((request) => ok(request.split('\r\n').slice(0, 2).join('|')));
  const rewriting = (regex: string, replace: string, type: 'url-rewrite' | 'host-header-rewrite') => ({
    ...forwardToGroup,
    transforms: [{ type, regex, replace }],
  });

  it('rewrite the URL and the host that the target gets', async () => {
    const rules = [
      {
        ...rewriting('^/api/(.*)$', '/$1?v=1', 'url-rewrite'),
        priority: 1,
        conditions: [{ field: 'path-pattern' as const, values: [], regexValues: ['^/api/.+'] }],
      },
      rewriting('^example\\.(.+)$', 'internal.$1', 'host-header-rewrite'),
    ];
    const scene = await start({ listener: { rules } }, await echo());
    expect(bodyOf(await ask(scene, get('/api/users')))).toBe('GET /users?v=1 HTTP/1.1|Host: example.com');
    expect(bodyOf(await ask(scene, get('/other')))).toBe('GET /other HTTP/1.1|Host: internal.com');
  });

  it('answer 500 when what they make cannot be sent, and the target gets nothing', async () => {
    const target = await echo();
    const scene = await start({ listener: { rules: [rewriting('^/', '', 'url-rewrite')] } }, target);
    expect(await ask(scene, get('/x'))).toMatch(/^HTTP\/1\.1 500 /);
    expect(target.sockets).toEqual([]);
  });
});

describe('stickiness', () => {
  const two = async () =>
    [await FakeTarget.answering(ok('one')), await FakeTarget.answering(ok('two'))] as const;

  it('by the load balancer holds a client to its target, and finds another when that is gone', async () => {
    const [one, other] = await two();
    const group = { stickiness: { type: 'lb_cookie', durationMs: 60_000 } } as const;
    const scene = await start({ group }, one, other);
    const first = await ask(scene, get());
    expect(first).toMatch(/\r\nSet-Cookie: AWSALB=.*\r\nSet-Cookie: AWSALBCORS=.*SameSite=None\r\n/);
    const cookie = `Cookie: ${cookiesOf(first)}\r\n`;
    for (let request = 0; request < 3; request++) {
      expect(bodyOf(await ask(scene, get('/', cookie)))).toBe(bodyOf(first));
    }
    const isOne = bodyOf(first) === 'one';
    await scene.apply({
      ...group,
      targets: [targetConfig((isOne ? other : one).port, { id: isOne ? '10.0.0.6' : '10.0.0.5' })],
    });
    const moved = await ask(scene, get('/', cookie));
    expect(bodyOf(moved)).toBe(isOne ? 'two' : 'one');
    expect(moved).toContain('Set-Cookie: AWSALB=');
  });

  it('to a group holds a client whatever the weights draw', async () => {
    const target = await FakeTarget.answering(ok('one'));
    const action = {
      type: 'forward',
      stickinessMs: 60_000,
      targetGroups: [
        { targetGroupArn: groupArn, weight: 1 },
        { targetGroupArn: 'another', weight: 1 },
      ],
    } as const;
    let draw = 0;
    const scene = await start(
      { listener: { rules: [{ ...forwardToGroup, action }] }, random: () => draw },
      target,
    );
    const first = await ask(scene, get());
    expect(first).toMatch(/\r\nSet-Cookie: AWSALBTG=.*\r\nSet-Cookie: AWSALBTGCORS=/);
    draw = 0.9;
    expect(await ask(scene, get())).toMatch(/^HTTP\/1\.1 503 /);
    expect(bodyOf(await ask(scene, get('/', `Cookie: ${cookiesOf(first)}\r\n`)))).toBe('one');
  });
});

describe('zones', () => {
  const nodes = [
    { availabilityZone: 'us-east-1a', address: '10.0.0.4' },
    { availabilityZone: 'us-east-1b', address: '10.0.1.4' },
  ];

  async function inTwoZones(crossZone: boolean) {
    const a = await FakeTarget.answering(ok('a'));
    const b = await FakeTarget.answering(ok('b'));
    const targets = [
      targetConfig(a.port, { id: '10.0.0.5' }),
      targetConfig(b.port, { id: '10.0.1.5', availabilityZone: 'us-east-1b' }),
    ];
    return start({ listener: { nodes }, group: { crossZone }, targets }, a, b);
  }

  it('keep to their own targets when cross-zone is off, connections going to the nodes in turn', async () => {
    const scene = await inTwoZones(false);
    const client = scene.client();
    await client.send(get()).until((text) => text.endsWith('a'));
    await client.send(get()).until((text) => text.split('\r\n\r\na').length === 3);
    expect(bodyOf(await ask(scene, get()))).toBe('b');
    expect(bodyOf(await ask(scene, get()))).toBe('a');
  });

  it('share all targets when it is on', async () => {
    const scene = await inTwoZones(true);
    const client = scene.client();
    await client.send(get()).until((text) => text.endsWith('a'));
    await client.send(get()).until((text) => text.endsWith('b'));
  });

  it('without enough healthy targets leave DNS', async () => {
    const clock = new VirtualClock();
    const a = await FakeTarget.start((socket) => socket.destroy());
    const b = await FakeTarget.answering(ok('b'));
    const targets = [
      targetConfig(a.port, { id: '10.0.0.5' }),
      targetConfig(b.port, { id: '10.0.1.5', availabilityZone: 'us-east-1b' }),
    ];
    const group = { crossZone: false, healthCheck: healthCheck({ unhealthyThreshold: 1 }) };
    const scene = await start({ clock, listener: { nodes }, group, targets }, a, b);
    const healthOf = (id: string, state: string) =>
      scene.report(
        (report): report is Extract<typeof report, { kind: 'target-health' }> =>
          report.kind === 'target-health' && report.id === id && report.state === state,
      );
    await clock.advance(0);
    await healthOf('10.0.1.5', 'healthy');
    await healthOf('10.0.0.5', 'unhealthy');
    await clock.advance(1_000);
    expect(bodyOf(await ask(scene, get()))).toBe('b');
    expect(bodyOf(await ask(scene, get()))).toBe('b');
    scenes.splice(scenes.indexOf(scene), 1);
    const closed = scene.close();
    await clock.advance(5_000);
    await closed;
  });
});

describe('response fields', () => {
  it("are added to every response, in the place of the target's own", async () => {
    const target = await FakeTarget.answering(ok('one', 'x-frame-options: SAMEORIGIN\r\n'));
    const responseFields = [{ name: 'X-Frame-Options', value: 'DENY' }];
    const fixed = {
      ...forwardToGroup,
      priority: 1,
      conditions: [{ field: 'path-pattern' as const, values: ['/fixed'] }],
      action: {
        type: 'fixed-response',
        statusCode: 404,
        contentType: 'text/plain',
        messageBody: 'no',
      } as const,
    };
    const scene = await start(
      { attributes: { responseFields }, listener: { rules: [fixed, forwardToGroup] } },
      target,
    );
    for (const path of ['/', '/fixed']) {
      const response = await ask(scene, get(path));
      expect(response.match(/x-frame-options: .*/gi)).toEqual(['X-Frame-Options: DENY']);
    }
  });
});
