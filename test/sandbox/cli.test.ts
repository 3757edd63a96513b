import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

it('prints how to get in and what is there, serves, and ends with Ctrl-C', async () => {
	const argv = [require.resolve('tsx/cli'), join(__dirname, 'cli.ts'), '--port', '0', '--orders', '40', '--seed', '3'];
	argv.push('--per-minute', '2', '--faults', '0', '--outage', '7', '--lag', '500', '--catalog', '1.0');
	const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
	const ended = once(child, 'exit');
	let printed = '';
	for await (const piece of child.stdout.setEncoding('utf8')) {
		printed += String(piece);
		if (printed.includes('Ctrl-C')) break;
	}
	const url = /Base URL +(http:\S+)/.exec(printed)?.[1] ?? '';
	const key = /API Key +(\S+)/.exec(printed)?.[1] ?? '';
	const answer = await fetch(`${url}/api/v2/configurations`, {
		headers: { authorization: `Basic ${btoa(`${key}:`)}` },
	});
	expect(await answer.json()).toMatchObject({ configurations: [{ product_catalog_version: 'v1' }] });
	const hardships = [
		'2 requests a minute',
		'0 % of the requests, drawn from seed 3',
		'7 s after 20 requests',
		'writes of the last 500 ms',
	];
	for (const content of [
		...hardships,
		'order_1',
		'INV-without-orders',
		'IMP-without-orders',
		'delivered',
		'sandbox_read_only_key',
	])
		expect(printed).toContain(content);
	const statuses: number[] = [];
	for (let number = 0; number < 2; number += 1) statuses.push((await fetch(url)).status);
	expect(statuses).toEqual([401, 429]);
	expect(printed).toContain('delivered to webhook endpoints');
	child.kill('SIGINT');
	expect(await ended).toEqual([0, null]);
});
