import { describe, expect, it } from 'vitest';
import type { ListenerStatus } from '../../gateway/admin-protocol.ts';
import { firstUrl, renderUnmet } from './summary.ts';

const listener = (port: number, change: Partial<ListenerStatus> = {}): ListenerStatus => ({
  port,
  protocol: 'HTTP',
  url: `http://localhost:${port}`,
  onlyRedirects: false,
  rules: [],
  ...change,
});

describe('firstUrl', () => {
  it('passes over a listener that only redirects, unless there is no other', () => {
    const redirecting = listener(8080, { onlyRedirects: true });
    const unserved = listener(443, { protocol: 'HTTPS' });
    const { url: _, ...notListening } = unserved;
    expect(firstUrl([redirecting, listener(8443)])).toBe('http://localhost:8443');
    expect(firstUrl([redirecting, notListening])).toBe('http://localhost:8080');
    expect(firstUrl([notListening])).toBeUndefined();
  });
});

describe('renderUnmet', () => {
  it('says where it answers and what is not as asked for, without the word that scripts wait for', () => {
    const balancer = { name: 'web', arn: '', state: 'active', dnsName: '', listeners: [listener(8080)] };
    const text = renderUnmet({ loadBalancers: [balancer], services: [], databases: [] }, [
      'The last apply of /project failed.',
    ]);
    expect(text).toMatch(
      /^Running {2}http:\/\/localhost:8080 {2}.*\n {2}The last apply of \/project failed\.\n$/,
    );
    expect(text).not.toMatch(/ready/i);
  });
});
