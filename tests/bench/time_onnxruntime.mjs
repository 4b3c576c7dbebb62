// time_onnxruntime.mjs MODEL.onnx SIDE BATCH THREADS INPUT: serves timings of ONNX Runtime as
// timing_server.h does. INPUT is float32, NHWC. Needs the npm package onnxruntime-node in or above
// the folder it is started in.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const ort = createRequire(process.cwd() + '/')('onnxruntime-node');
const [model, sideText, batchText, threads, inputFile] = process.argv.slice(2);
const side = Number(sideText);
const batch = Number(batchText);
const pixels = side * side;
const bytes = readFileSync(inputFile);
const nhwc = new Float32Array(bytes.buffer, bytes.byteOffset, 3 * batch * pixels);
const nchw = Float32Array.from(nhwc, (_, i) => {
    const picture = Math.floor(i / (3 * pixels));
    const channel = Math.floor(i / pixels) % 3;
    return nhwc[(picture * pixels + i % pixels) * 3 + channel];
});
const session = await ort.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: Number(threads),
    interOpNumThreads: 1,
});
const feeds = { input: new ort.Tensor('float32', nchw, [batch, 3, side, side]) };
let output = await session.run(feeds);
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
    const [order, argument] = line.split(' ');
    if (order === 'output') {
        writeFileSync(argument, Buffer.from(Float32Array.from(output.predictions.data).buffer));
        console.log('written');
        continue;
    }
    const times = [];
    for (let i = 0; i < Number(argument); ++i) {
        const start = performance.now();
        output = await session.run(feeds);
        times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    console.log(times[Math.floor(times.length / 2)]);
}
