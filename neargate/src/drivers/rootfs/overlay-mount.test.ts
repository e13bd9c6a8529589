import { expect, it } from 'vitest';
import { overlayMount } from './overlay-mount.ts';

const mount = { upper: '/up', work: '/work', target: "/it's here", rootless: false };

it('names the topmost folder first, and one that comes again only where it is topmost', () => {
  expect(overlayMount('/bin/mount', { ...mount, lowers: ['/skeleton', '/a', '/b', '/a'] })).toBe(
    `'/bin/mount' -t overlay overlay -o 'redirect_dir=off,metacopy=off,lowerdir=/a:/b:/skeleton,upperdir=/up,workdir=/work' '/it'\\''s here'`,
  );
});

it('protects what separates folders and options in the names of folders', () => {
  const command = overlayMount('mount', { ...mount, rootless: true, lowers: ['/a:b', '/c,d'] });
  expect(command).toContain(String.raw`userxattr,lowerdir=/c\,d:/a\:b,upperdir`);
});
