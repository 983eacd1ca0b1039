// The reference of `start` and `memory`: Nest on Fastify with one route and nothing else.
require('reflect-metadata');
const { Controller, Get, Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const { FastifyAdapter } = require('@nestjs/platform-fastify');

class Bare {
  ready() {
    return { status: 'ready' };
  }
}
Reflect.decorate([Get('health/ready')], Bare.prototype, 'ready', Object.getOwnPropertyDescriptor(Bare.prototype, 'ready'));
Controller()(Bare);
class BareModule {}
Module({ controllers: [Bare] })(BareModule);

void NestFactory.create(BareModule, new FastifyAdapter(), { logger: false }).then((app) =>
  app.listen(Number(process.env.PORT), '127.0.0.1'),
);
