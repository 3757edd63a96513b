import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

it('prints how to get in and what is there, serves, and ends with Ctrl-C', async () => {
	const argv = [require.resolve('tsx/cli'), join(__dirname, 'cli.ts'), '--port', '0', '--orders', '40'];
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
	expect(answer.status).toBe(200);
	for (const content of ['order_1', 'INV-without-orders', 'IMP-without-orders', 'delivered', 'sandbox_read_only_key'])
		expect(printed).toContain(content);
	child.kill('SIGINT');
	expect(await ended).toEqual([0, null]);
});
