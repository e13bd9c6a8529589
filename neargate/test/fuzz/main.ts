import { parseArgs } from 'node:util';
import { fuzzGateway } from './fuzz-gateway.ts';

const { values } = parseArgs({
  options: { inputs: { type: 'string', default: '100000' }, first: { type: 'string', default: '1' } },
});
const first = Number(values.first);
const total = Number(values.inputs);
const perRound = 5000;
let found = 0;
for (let seed = first; seed < first + total; seed += perRound) {
  const findings = await fuzzGateway(seed, Math.min(perRound, first + total - seed));
  found += findings.length;
  for (const { seed: at, problem, request } of findings.slice(0, 20))
    process.stdout.write(`seed ${at}: ${problem}\n  ${request}\n`);
}
process.stdout.write(`${total} inputs from seed ${first}: ${found} answered wrongly\n`);
process.exitCode = found === 0 ? 0 : 1;
