import { expect, it } from 'vitest';
import { registryScopeOf } from './registry-scope.ts';

const home = { gatewayUrl: 'http://localhost:4566', scope: '123456789012/us-east-1' };

it.each([
  ['localhost:4566', '123456789012/us-east-1'],
  // As task definitions name it that were registered when the gateway had another port.
  ['localhost:4700', '123456789012/us-east-1'],
  ['127.0.0.1:4566', '123456789012/us-east-1'],
  ['210987654321.dkr.ecr.eu-west-1.amazonaws.com', '210987654321/eu-west-1'],
  ['210987654321.dkr.ecr.eu-west-1.localhost:4566', '210987654321/eu-west-1'],
  ['docker.io', undefined],
  ['ghcr.io', undefined],
  ['registry.example:5000', undefined],
])('the registry %s is the ECR of %s', (registry, scope) => {
  expect(registryScopeOf(registry, home)).toBe(scope);
});
