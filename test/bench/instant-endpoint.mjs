// An endpoint without a model, in its own process: it responds to any body after the latency that a message `{ latency }` sets.
// The models of the sandbox would add their own computing time to the latency.
import { createServer } from 'node:http';

let latency = 0;
const line = Buffer.from('yes,0.7487654322\n');
const answers = new Map();

function makeAnswer(rows) {
  const known = answers.get(rows) ?? Buffer.concat(Array.from({ length: rows }, () => line));
  answers.set(rows, known);
  return known;
}

const server = createServer({ noDelay: true, keepAliveTimeout: 75_000 }, (request, response) => {
  let rows = 0;
  request.on('data', (chunk) => {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows += 1;
  });
  request.on('end', () => {
    const body = makeAnswer(rows);
    const answer = () =>
      response.writeHead(200, { 'Content-Type': 'text/csv', 'Content-Length': body.length }).end(body);
    if (latency > 0) setTimeout(answer, latency);
    else answer();
  });
});
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
process.on('message', (message) => {
  latency = message.latency;
  process.send('set');
});
process.on('disconnect', () => process.exit());
