//! What each command prints, to the letter.
#![allow(clippy::too_many_lines, reason = "what a command prints is as long as it is")]

use super::tests::out;

#[test]
fn help_at_80() {
    insta::assert_snapshot!(out("help"), @r"
    Commands
    Each stands after the name of the host, as in: ssh portfolio.example.com about

      about                 Who this is
      systems [NAME]        The systems, or one with all that is known of it
      flow NAME             How data moves through a system, step by step
      experience [NAME]     The roles, newest first, or one of them
      philosophy            The principles, where they show, and what others report
      technologies [NAME]   The technologies, or where one was used
      resume                The resume; as JSON the whole portfolio
      contact               How to get in touch and how to come back
      search WORDS          Everything that has these words
      help [COMMAND]        This list, or more on one command
      version               The program and its version

    Options, with each of them
      --plain         Plain text, as without an option
      --md            Markdown
      --json          JSON, with a schema
      --format FORM   plain, md or json; for `resume` also json-resume
      --width N       Wrap plain text at N cells, from 20 to 500
      --color WHEN    always, never or auto: only on a terminal
      --ascii         Only ASCII
      -h, --help      What the command does

    Places
      systems/doma     A place by page and name; without a terminal it prints, with
                       one (ssh -t) it opens there
      doma             The same by a bare name: of a system, an employer or a
                       technology
      home, colophon   The other pages of the terminal
    ");
}

#[test]
fn help_at_40() {
    insta::assert_snapshot!(out("help --width 40"), @r"
    Commands
    Each stands after the name of the host,
    as in: ssh portfolio.example.com about

      about
        Who this is
      systems [NAME]
        The systems, or one with all that is
        known of it
      flow NAME
        How data moves through a system,
        step by step
      experience [NAME]
        The roles, newest first, or one of
        them
      philosophy
        The principles, where they show, and
        what others report
      technologies [NAME]
        The technologies, or where one was
        used
      resume
        The resume; as JSON the whole
        portfolio
      contact
        How to get in touch and how to come
        back
      search WORDS
        Everything that has these words
      help [COMMAND]
        This list, or more on one command
      version
        The program and its version

    Options, with each of them
      --plain         Plain text, as without
                      an option
      --md            Markdown
      --json          JSON, with a schema
      --format FORM   plain, md or json; for
                      `resume` also
                      json-resume
      --width N       Wrap plain text at N
                      cells, from 20 to 500
      --color WHEN    always, never or auto:
                      only on a terminal
      --ascii         Only ASCII
      -h, --help      What the command does

    Places
      systems/doma
        A place by page and name; without a
        terminal it prints, with one (ssh
        -t) it opens there
      doma
        The same by a bare name: of a
        system, an employer or a technology
      home, colophon
        The other pages of the terminal
    ");
}

#[test]
fn help_systems_at_80() {
    insta::assert_snapshot!(out("help systems"), @r"
    systems [NAME]
    The systems, or one with all that is known of it

      Example   systems doma
      Also as   system

    Options
      --plain         Plain text, as without an option
      --md            Markdown
      --json          JSON, with a schema
      --format FORM   plain, md or json; for `resume` also json-resume
      --width N       Wrap plain text at N cells, from 20 to 500
      --color WHEN    always, never or auto: only on a terminal
      --ascii         Only ASCII
      -h, --help      What the command does
    ");
}

#[test]
fn help_systems_at_40() {
    insta::assert_snapshot!(out("help systems --width 40"), @r"
    systems [NAME]
    The systems, or one with all that is
    known of it

      Example   systems doma
      Also as   system

    Options
      --plain         Plain text, as without
                      an option
      --md            Markdown
      --json          JSON, with a schema
      --format FORM   plain, md or json; for
                      `resume` also
                      json-resume
      --width N       Wrap plain text at N
                      cells, from 20 to 500
      --color WHEN    always, never or auto:
                      only on a terminal
      --ascii         Only ASCII
      -h, --help      What the command does
    ");
}

#[test]
fn about_at_80() {
    insta::assert_snapshot!(out("about"), @r"
    Tushar Khokhar
    Backend & Distributed Systems Engineer
    also Backend & Systems Engineer

    Low-latency, high-throughput systems that power real applications.
    Available for new opportunities

    Distributed systems, real-time infrastructure and high-throughput architectures,
    in Web2 and in Web3. Across employers the field has stayed the same: high-impact
    systems in blockchain, DeFi and distributed infrastructure.

      1K-3K requests/sec          Requests/sec handled in high-throughput
                                  environments
      10+ production systems      Production systems shipped and maintained
      Millions operations daily   User operations processed daily
      99.9% reliability           System reliability across deployments

      Works on    Low-latency architectures, Asynchronous processing systems,
                  Scalable APIs, Distributed systems, Real-time infrastructure,
                  High-throughput architectures, Web2 and Web3, Systems that power
                  real applications
      Education   Dual Degree (B.Tech + M.Tech), IIT Kharagpur

    Founder, Arcane Labs: Owns what he builds absolutely, and architects whole
    solutions.
    ");
}

#[test]
fn about_at_40() {
    insta::assert_snapshot!(out("about --width 40"), @r"
    Tushar Khokhar
    Backend & Distributed Systems Engineer
    also Backend & Systems Engineer

    Low-latency, high-throughput systems
    that power real applications.
    Available for new opportunities

    Distributed systems, real-time
    infrastructure and high-throughput
    architectures, in Web2 and in Web3.
    Across employers the field has stayed
    the same: high-impact systems in
    blockchain, DeFi and distributed
    infrastructure.

      1K-3K requests/sec
        Requests/sec handled in
        high-throughput environments
      10+ production systems
        Production systems shipped and
        maintained
      Millions operations daily
        User operations processed daily
      99.9% reliability
        System reliability across
        deployments

      Works on    Low-latency architectures,
                  Asynchronous processing
                  systems, Scalable APIs,
                  Distributed systems,
                  Real-time infrastructure,
                  High-throughput
                  architectures, Web2 and
                  Web3, Systems that power
                  real applications
      Education   Dual Degree (B.Tech +
                  M.Tech), IIT Kharagpur

    Founder, Arcane Labs: Owns what he
    builds absolutely, and architects whole
    solutions.
    ");
}

#[test]
fn systems_at_80() {
    insta::assert_snapshot!(out("systems"), @r"
    Systems

      Doma Protocol            On-chain auction backend
      Tide Aggregation Infra   Multi-exchange ingestion and smart order routing
      DEX Aggregator           Multi-exchange market-data infrastructure
      Edel Finance             DeFi lending and tokenised stock trading
      HFT                      Low-latency derivatives DEX backend
      Hundread CLOB Engine     Centralised matching engine and trading backend
      Mira Network (AvenV2)    Serverless smart-wallet edge
      xTrends                  Social-trading tokenisation on Solana

    Each by its short name, as in `systems doma`: doma, tide, dex-aggregator, edel,
    hft, hundread, mira, xtrends
    ");
}

#[test]
fn systems_at_40() {
    insta::assert_snapshot!(out("systems --width 40"), @r"
    Systems

      Doma Protocol
        On-chain auction backend
      Tide Aggregation Infra
        Multi-exchange ingestion and smart
        order routing
      DEX Aggregator
        Multi-exchange market-data
        infrastructure
      Edel Finance
        DeFi lending and tokenised stock
        trading
      HFT
        Low-latency derivatives DEX backend
      Hundread CLOB Engine
        Centralised matching engine and
        trading backend
      Mira Network (AvenV2)
        Serverless smart-wallet edge
      xTrends
        Social-trading tokenisation on
        Solana

    Each by its short name, as in `systems
    doma`: doma, tide, dex-aggregator, edel,
    hft, hundread, mira, xtrends
    ");
}

#[test]
fn systems_edel_at_80() {
    insta::assert_snapshot!(out("systems edel"), @r"
    Edel Finance
    DeFi lending and tokenised stock trading
    also EDEL Finance

    Full-stack architecture of a hybrid DeFi platform for lending, borrowing and
    tokenised stock trading. It integrates Aave V3, CoW Protocol and real-time stock
    APIs; its Fastify backend resolves over 1,200 external stock API calls a day.

    Highlights
      1,200+  External stock API calls a day, through custom node-cron schedulers
      17      EVM networks behind one UI
      7       Parallel cron schedulers for Web2 stock data
      ·       Aave V3, CoW Protocol and real-time stock APIs in one platform

    Layers
      Frontend   Next.js / Zustand
      Backend    Fastify / Node
      Data       MongoDB / Redis
      Web3       Aave V3 / Gelato

    Data flow
      Client UI → Web3 RPC → Lending Pool
      Client UI → Fastify API → Cron Jobs

      Client UI      React Query / Zustand
      Web3 RPC       Wagmi over Alchemy
      Fastify API    Redis cache
      Cron Jobs      7 in parallel
      Lending Pool   on-chain state

      1. The client uses React Query / Zustand.
      2. Wagmi reads on-chain state over Alchemy RPC, or the client calls the
         Fastify API for tokenised stock prices.
      3. The backend aggregates the Massive API with a Redis cache.
      4. Sub-second OHLCV goes back to the UI.

      Technologies   Next.js, Fastify, MongoDB, Redis, Smart Contracts, Zustand,
                     Node.js, Aave V3, Gelato
      Built at       Arcane Labs
    ");
}

#[test]
fn systems_edel_at_40() {
    insta::assert_snapshot!(out("systems edel --width 40"), @r"
    Edel Finance
    DeFi lending and tokenised stock trading
    also EDEL Finance

    Full-stack architecture of a hybrid DeFi
    platform for lending, borrowing and
    tokenised stock trading. It integrates
    Aave V3, CoW Protocol and real-time
    stock APIs; its Fastify backend resolves
    over 1,200 external stock API calls a
    day.

    Highlights
      1,200+  External stock API calls a
              day, through custom node-cron
              schedulers
      17      EVM networks behind one UI
      7       Parallel cron schedulers for
              Web2 stock data
      ·       Aave V3, CoW Protocol and
              real-time stock APIs in one
              platform

    Layers
      Frontend   Next.js / Zustand
      Backend    Fastify / Node
      Data       MongoDB / Redis
      Web3       Aave V3 / Gelato

    Data flow
      Client UI → Web3 RPC → Lending Pool
      Client UI → Fastify API → Cron Jobs

      Client UI      React Query / Zustand
      Web3 RPC       Wagmi over Alchemy
      Fastify API    Redis cache
      Cron Jobs      7 in parallel
      Lending Pool   on-chain state

      1. The client uses React Query /
         Zustand.
      2. Wagmi reads on-chain state over
         Alchemy RPC, or the client calls
         the Fastify API for tokenised stock
         prices.
      3. The backend aggregates the Massive
         API with a Redis cache.
      4. Sub-second OHLCV goes back to the
         UI.

      Technologies   Next.js, Fastify,
                     MongoDB, Redis, Smart
                     Contracts, Zustand,
                     Node.js, Aave V3,
                     Gelato
      Built at       Arcane Labs
    ");
}

#[test]
fn systems_tide_at_80() {
    insta::assert_snapshot!(out("systems tide"), @r"
    Tide Aggregation Infra
    Multi-exchange ingestion and smart order routing

    Aggregates the order books of several exchanges by VWAP, over 3K+ concurrent
    WebSocket channels, and evaluates smart order routing in real time.

    Highlights
      3K+  Concurrent WebSocket channels
      ·    VWAP order-book aggregation across exchanges
      ·    Smart order routing evaluated in real time

    Layers
      Ingestion   Node.js workers
      Stream      Redis Pub/Sub
      Processor   aggregator
      Router      smart router

      Technologies   Node.js, Redis Pub/Sub, WebSockets
    ");
}

#[test]
fn systems_tide_at_40() {
    insta::assert_snapshot!(out("systems tide --width 40"), @r"
    Tide Aggregation Infra
    Multi-exchange ingestion and smart order
    routing

    Aggregates the order books of several
    exchanges by VWAP, over 3K+ concurrent
    WebSocket channels, and evaluates smart
    order routing in real time.

    Highlights
      3K+  Concurrent WebSocket channels
      ·    VWAP order-book aggregation
           across exchanges
      ·    Smart order routing evaluated in
           real time

    Layers
      Ingestion   Node.js workers
      Stream      Redis Pub/Sub
      Processor   aggregator
      Router      smart router

      Technologies   Node.js, Redis Pub/Sub,
                     WebSockets
    ");
}

#[test]
fn experience_at_80() {
    insta::assert_snapshot!(out("experience"), @r"
    Experience

    Arcane Labs, Founding Engineer   May 2025 to Mar 2026
    also Backend & Distributed Systems Engineer

    Architected and shipped core infrastructure across 5 production systems, from
    low-latency CLOB engines and on-chain auction platforms to edge-deployed smart
    wallets and social-trading tokenisation.

      ·      Impact: led design and delivery of resilient, scalable backends and
             infrastructure in Node.js, Python and Go
      1K-3K  Systems: requests/sec handled by a high-performance CLOB engine, built
             for low-latency trade execution
      ·      Scale: high-throughput transaction services, Docker-based
             infrastructure, automated CI/CD deployments

      Systems        HFT, Mira Network (AvenV2), xTrends, Edel Finance, Doma
                     Protocol, DEX Aggregator
      Technologies   Node.js, Python, Go, Docker, CI/CD

    Fuel Labs, Blockchain & Backend Engineer   Feb 2025 to Apr 2025

    Smart contracts in Sway and the backend services around them, owned over the
    whole life cycle.

      · Smart contracts in Sway: core protocol features with secure on-chain logic
      · Backend services for transaction processing, indexing and API layers
      · Wallet and signing pipelines for secure, reliable contract interaction
      · The whole life cycle: system design, deployment, performance work

      Technologies   Sway, FuelVM, Smart Contracts, TypeScript, Indexing

    Mode Network, Blockchain Engineer   Nov 2024 to Jan 2025
    also Backend & Blockchain Engineer

    DAO governance contracts in Solidity over a treasury of $8M+, with the backend
    in Node.js and the dashboards in front of them.

      $8M+  Treasury assets managed by DAO governance contracts in Solidity, with a
            backend in Node.js
      ~35%  Gas costs down, by about 35%
      ·     Velodrome integration for swaps
      ·     Full-stack delivery: contracts, backend services, dashboards
      ·     Secure execution flows for governance proposals and treasury operations

      Technologies   Solidity, DAO Governance, Velodrome, Treasury, Full-Stack

    Eclipse Labs, Blockchain Engineer   Aug 2024 to Oct 2024
    also Backend & Blockchain Engineer
    also Eclipse Network

    NFT marketplace contracts in Anchor, with escrow-based trading and efficient
    on-chain settlement.

      500K+   Transactions / user operations on NFT marketplace contracts in Anchor,
              with efficient on-chain settlement
      1,000+  Creators with bulk minting
      ·       Escrow-based trading with atomic settlement
      ·       Backends in Go and Solana for digital-asset transfer
      ·       Telegram staking bot with automated reward distribution

      Technologies   Anchor, Solana, Rust, NFT Marketplace, Staking Bot

    zkAGI, Rust Developer / AI Infrastructure Engineer   May 2023 to Jul 2024
    also Backend & Systems Engineer

    Low-latency distributed systems and backend infrastructure for AI workloads.

      · Distributed GPU orchestration platform in Rust for decentralised AI
        workloads, resources executed efficiently
      · Low-latency P2P communication across distributed compute nodes
      · Better resource utilisation through optimised scheduling and workload
        distribution
      · Docker and Kubernetes infrastructure: high availability, fault tolerance in
        production

      Technologies   Rust, Kubernetes, GPU Orchestration, P2P Networking,
                     Distributed Systems
    ");
}

#[test]
fn experience_at_40() {
    insta::assert_snapshot!(out("experience --width 40"), @r"
    Experience

    Arcane Labs, Founding Engineer
    May 2025 to Mar 2026
    also Backend & Distributed Systems
    Engineer

    Architected and shipped core
    infrastructure across 5 production
    systems, from low-latency CLOB engines
    and on-chain auction platforms to
    edge-deployed smart wallets and
    social-trading tokenisation.

      ·      Impact: led design and delivery
             of resilient, scalable backends
             and infrastructure in Node.js,
             Python and Go
      1K-3K  Systems: requests/sec handled
             by a high-performance CLOB
             engine, built for low-latency
             trade execution
      ·      Scale: high-throughput
             transaction services,
             Docker-based infrastructure,
             automated CI/CD deployments

      Systems        HFT, Mira Network
                     (AvenV2), xTrends, Edel
                     Finance, Doma Protocol,
                     DEX Aggregator
      Technologies   Node.js, Python, Go,
                     Docker, CI/CD

    Fuel Labs, Blockchain & Backend Engineer
    Feb 2025 to Apr 2025

    Smart contracts in Sway and the backend
    services around them, owned over the
    whole life cycle.

      · Smart contracts in Sway: core
        protocol features with secure
        on-chain logic
      · Backend services for transaction
        processing, indexing and API layers
      · Wallet and signing pipelines for
        secure, reliable contract
        interaction
      · The whole life cycle: system design,
        deployment, performance work

      Technologies   Sway, FuelVM, Smart
                     Contracts, TypeScript,
                     Indexing

    Mode Network, Blockchain Engineer
    Nov 2024 to Jan 2025
    also Backend & Blockchain Engineer

    DAO governance contracts in Solidity
    over a treasury of $8M+, with the
    backend in Node.js and the dashboards in
    front of them.

      $8M+  Treasury assets managed by DAO
            governance contracts in
            Solidity, with a backend in
            Node.js
      ~35%  Gas costs down, by about 35%
      ·     Velodrome integration for swaps
      ·     Full-stack delivery: contracts,
            backend services, dashboards
      ·     Secure execution flows for
            governance proposals and
            treasury operations

      Technologies   Solidity, DAO
                     Governance, Velodrome,
                     Treasury, Full-Stack

    Eclipse Labs, Blockchain Engineer
    Aug 2024 to Oct 2024
    also Backend & Blockchain Engineer
    also Eclipse Network

    NFT marketplace contracts in Anchor,
    with escrow-based trading and efficient
    on-chain settlement.

      500K+   Transactions / user operations
              on NFT marketplace contracts
              in Anchor, with efficient
              on-chain settlement
      1,000+  Creators with bulk minting
      ·       Escrow-based trading with
              atomic settlement
      ·       Backends in Go and Solana for
              digital-asset transfer
      ·       Telegram staking bot with
              automated reward distribution

      Technologies   Anchor, Solana, Rust,
                     NFT Marketplace,
                     Staking Bot

    zkAGI, Rust Developer / AI
    Infrastructure Engineer
    May 2023 to Jul 2024
    also Backend & Systems Engineer

    Low-latency distributed systems and
    backend infrastructure for AI workloads.

      · Distributed GPU orchestration
        platform in Rust for decentralised
        AI workloads, resources executed
        efficiently
      · Low-latency P2P communication across
        distributed compute nodes
      · Better resource utilisation through
        optimised scheduling and workload
        distribution
      · Docker and Kubernetes
        infrastructure: high availability,
        fault tolerance in production

      Technologies   Rust, Kubernetes, GPU
                     Orchestration, P2P
                     Networking, Distributed
                     Systems
    ");
}

#[test]
fn experience_eclipse_labs_at_80() {
    insta::assert_snapshot!(out("experience eclipse-labs"), @r"
    Eclipse Labs
    Blockchain Engineer
    Aug 2024 to Oct 2024
    also Backend & Blockchain Engineer
    also Eclipse Network

    NFT marketplace contracts in Anchor, with escrow-based trading and efficient
    on-chain settlement.

      500K+   Transactions / user operations on NFT marketplace contracts in Anchor,
              with efficient on-chain settlement
      1,000+  Creators with bulk minting
      ·       Escrow-based trading with atomic settlement
      ·       Backends in Go and Solana for digital-asset transfer
      ·       Telegram staking bot with automated reward distribution

      Technologies   Anchor, Solana, Rust, NFT Marketplace, Staking Bot
    ");
}

#[test]
fn experience_eclipse_labs_at_40() {
    insta::assert_snapshot!(out("experience eclipse-labs --width 40"), @r"
    Eclipse Labs
    Blockchain Engineer
    Aug 2024 to Oct 2024
    also Backend & Blockchain Engineer
    also Eclipse Network

    NFT marketplace contracts in Anchor,
    with escrow-based trading and efficient
    on-chain settlement.

      500K+   Transactions / user operations
              on NFT marketplace contracts
              in Anchor, with efficient
              on-chain settlement
      1,000+  Creators with bulk minting
      ·       Escrow-based trading with
              atomic settlement
      ·       Backends in Go and Solana for
              digital-asset transfer
      ·       Telegram staking bot with
              automated reward distribution

      Technologies   Anchor, Solana, Rust,
                     NFT Marketplace,
                     Staking Bot
    ");
}

#[test]
fn philosophy_at_80() {
    insta::assert_snapshot!(out("philosophy"), @r"
    Philosophy

    Design for Scalability

    Architecture carries 10x growth without a rewrite. Stateless services and
    horizontal scaling are not negotiable.

      Mira Network (AvenV2)    globally distributed edge compute
      DEX Aggregator           distributed WebSocket connection pools
      Tide Aggregation Infra   3K+ concurrent WebSocket channels

    Prefer Event-Driven

    Decouple through message brokers. Eventual consistency is often a fair price for
    availability.

      Doma Protocol           decoupled services turn on-chain events into BullMQ
                              jobs
      DEX Aggregator          Redis Pub/Sub broadcasts the order books
      Mira Network (AvenV2)   queues process analytics and webhook integrations

    Build Idempotent Workflows

    Systems fail. Every operation can be retried safely, with no duplicate state and
    no side effect twice.

      xTrends                 an engine reconciles state automatically
      Mira Network (AvenV2)   resilient notification queues

    Optimize for Latency

    Milliseconds matter: in-memory structures, optimised query plans, few network
    hops.

      Hundread CLOB Engine   the matching queue lives purely in memory
      HFT                    sub-millisecond sorted sets, settlement inside 10 ms
      Doma Protocol          Redis caching for fast reads of bid state

    Founder, Arcane Labs reports
    He owns what he builds, absolutely. He does not stop at code: he architects
    whole solutions that carry extreme production load. His work on the exchange
    infrastructure was critical to scaling the platform reliably.
    ");
}

#[test]
fn philosophy_at_40() {
    insta::assert_snapshot!(out("philosophy --width 40"), @r"
    Philosophy

    Design for Scalability

    Architecture carries 10x growth without
    a rewrite. Stateless services and
    horizontal scaling are not negotiable.

      Mira Network (AvenV2)
        globally distributed edge compute
      DEX Aggregator
        distributed WebSocket connection
        pools
      Tide Aggregation Infra
        3K+ concurrent WebSocket channels

    Prefer Event-Driven

    Decouple through message brokers.
    Eventual consistency is often a fair
    price for availability.

      Doma Protocol
        decoupled services turn on-chain
        events into BullMQ jobs
      DEX Aggregator
        Redis Pub/Sub broadcasts the order
        books
      Mira Network (AvenV2)
        queues process analytics and webhook
        integrations

    Build Idempotent Workflows

    Systems fail. Every operation can be
    retried safely, with no duplicate state
    and no side effect twice.

      xTrends
        an engine reconciles state
        automatically
      Mira Network (AvenV2)
        resilient notification queues

    Optimize for Latency

    Milliseconds matter: in-memory
    structures, optimised query plans, few
    network hops.

      Hundread CLOB Engine
        the matching queue lives purely in
        memory
      HFT
        sub-millisecond sorted sets,
        settlement inside 10 ms
      Doma Protocol
        Redis caching for fast reads of bid
        state

    Founder, Arcane Labs reports
    He owns what he builds, absolutely. He
    does not stop at code: he architects
    whole solutions that carry extreme
    production load. His work on the
    exchange infrastructure was critical to
    scaling the platform reliably.
    ");
}

#[test]
fn technologies_at_80() {
    insta::assert_snapshot!(out("technologies"), @r"
    Technologies

      Node.js               Doma Protocol, Tide Aggregation Infra, DEX Aggregator,
                            Edel Finance, Hundread CLOB Engine, xTrends, Arcane Labs
      Go                    HFT, Hundread CLOB Engine, Arcane Labs
      MongoDB               Doma Protocol, Edel Finance, xTrends
      Redis                 Doma Protocol, Edel Finance, HFT
      Rust                  Hundread CLOB Engine, Eclipse Labs, zkAGI
      WebSockets            Tide Aggregation Infra, DEX Aggregator, HFT
      Next.js               Doma Protocol, Edel Finance
      PostgreSQL            HFT, Hundread CLOB Engine
      Redis Pub/Sub         Tide Aggregation Infra, DEX Aggregator
      Smart Contracts       Edel Finance, Fuel Labs
      Solana                xTrends, Eclipse Labs
      Solidity              Doma Protocol, Mode Network
      Aave V3               Edel Finance
      Anchor                Eclipse Labs
      BullMQ                Doma Protocol
      CI/CD                 Arcane Labs
      cron                  HFT
      D1                    Mira Network (AvenV2)
      Daml                  Hundread CLOB Engine
      DAO Governance        Mode Network
      Distributed Systems   zkAGI
      Docker                Arcane Labs
      Express               xTrends
      Fastify               Edel Finance
      FuelVM                Fuel Labs
      Full-Stack            Mode Network
      Gelato                Edel Finance
      GPU Orchestration     zkAGI
      Helius hooks          xTrends
      Hono                  Mira Network (AvenV2)
      Indexing              Fuel Labs
      Kubernetes            zkAGI
      KV                    Mira Network (AvenV2)
      L2                    Doma Protocol
      NFT Marketplace       Eclipse Labs
      P2P Networking        zkAGI
      Prisma                xTrends
      Privy.io              Mira Network (AvenV2)
      Python                Arcane Labs
      Queues                Mira Network (AvenV2)
      Redis Streams         Hundread CLOB Engine
      SQLite                Mira Network (AvenV2)
      Staking Bot           Eclipse Labs
      Sway                  Fuel Labs
      Treasury              Mode Network
      TypeScript            Fuel Labs
      Velodrome             Mode Network
      Viem                  Doma Protocol
      Wagmi                 Doma Protocol
      Workers               Mira Network (AvenV2)
      Zustand               Edel Finance
    ");
}

#[test]
fn technologies_redis_at_80() {
    insta::assert_snapshot!(out("technologies redis"), @r"
    Redis

    Systems
      Doma Protocol   On-chain auction backend
      Edel Finance    DeFi lending and tokenised stock trading
      HFT             Low-latency derivatives DEX backend
    ");
}

#[test]
fn technologies_redis_at_40() {
    insta::assert_snapshot!(out("technologies redis --width 40"), @r"
    Redis

    Systems
      Doma Protocol   On-chain auction
                      backend
      Edel Finance    DeFi lending and
                      tokenised stock
                      trading
      HFT             Low-latency
                      derivatives DEX
                      backend
    ");
}

#[test]
fn contact_at_80() {
    insta::assert_snapshot!(out("contact"), @r"
    Tushar Khokhar
    Backend & Distributed Systems Engineer

    Available for new opportunities

    From your shell
      Come back    ssh portfolio.example.com
      The resume   ssh portfolio.example.com resume --md > resume.md
    ");
}

#[test]
fn contact_at_40() {
    insta::assert_snapshot!(out("contact --width 40"), @r"
    Tushar Khokhar
    Backend & Distributed Systems Engineer

    Available for new opportunities

    From your shell
      Come back    ssh portfolio.example.com
      The resume
        ssh portfolio.example.com resume --md > resume.md
    ");
}

#[test]
fn search_order_book_at_80() {
    insta::assert_snapshot!(out("search order book"), @r"
    Systems
      systems/tide             Tide Aggregation Infra: VWAP order-book aggregation
                               across exchanges
      systems/dex-aggregator   DEX Aggregator: A high-throughput ingestion pipeline
                               that unifies the volatile order-book streams of
                               Hyperliquid, Aster, Lighter and Pacifica into one
                               low-latency market view.
    ");
}

#[test]
fn search_order_book_at_40() {
    insta::assert_snapshot!(out("search order book --width 40"), @r"
    Systems
      systems/tide
        Tide Aggregation Infra: VWAP
        order-book aggregation across
        exchanges
      systems/dex-aggregator
        DEX Aggregator: A high-throughput
        ingestion pipeline that unifies the
        volatile order-book streams of
        Hyperliquid, Aster, Lighter and
        Pacifica into one low-latency market
        view.
    ");
}

#[test]
fn flow_edel_at_80() {
    insta::assert_snapshot!(out("flow edel"), @r"
    Edel Finance
    DeFi lending and tokenised stock trading

    Data flow
      Client UI → Web3 RPC → Lending Pool
      Client UI → Fastify API → Cron Jobs

      Client UI      React Query / Zustand
      Web3 RPC       Wagmi over Alchemy
      Fastify API    Redis cache
      Cron Jobs      7 in parallel
      Lending Pool   on-chain state

      1. The client uses React Query / Zustand. [Client UI]
      2. Wagmi reads on-chain state over Alchemy RPC, or the client calls the
         Fastify API for tokenised stock prices. [Web3 RPC, Lending Pool]
      3. The backend aggregates the Massive API with a Redis cache. [Fastify API,
         Cron Jobs]
      4. Sub-second OHLCV goes back to the UI. [Client UI]
    ");
}

#[test]
fn flow_edel_at_40() {
    insta::assert_snapshot!(out("flow edel --width 40"), @r"
    Edel Finance
    DeFi lending and tokenised stock trading

    Data flow
      Client UI → Web3 RPC → Lending Pool
      Client UI → Fastify API → Cron Jobs

      Client UI      React Query / Zustand
      Web3 RPC       Wagmi over Alchemy
      Fastify API    Redis cache
      Cron Jobs      7 in parallel
      Lending Pool   on-chain state

      1. The client uses React Query /
         Zustand. [Client UI]
      2. Wagmi reads on-chain state over
         Alchemy RPC, or the client calls
         the Fastify API for tokenised stock
         prices. [Web3 RPC, Lending Pool]
      3. The backend aggregates the Massive
         API with a Redis cache. [Fastify
         API, Cron Jobs]
      4. Sub-second OHLCV goes back to the
         UI. [Client UI]
    ");
}

#[test]
fn flow_tide_at_80() {
    insta::assert_snapshot!(out("flow tide"), @r"
    Tide Aggregation Infra
    Multi-exchange ingestion and smart order routing

    Layers
      Ingestion   Node.js workers
      Stream      Redis Pub/Sub
      Processor   aggregator
      Router      smart router
    ");
}

#[test]
fn flow_tide_at_40() {
    insta::assert_snapshot!(out("flow tide --width 40"), @r"
    Tide Aggregation Infra
    Multi-exchange ingestion and smart order
    routing

    Layers
      Ingestion   Node.js workers
      Stream      Redis Pub/Sub
      Processor   aggregator
      Router      smart router
    ");
}

#[test]
fn version_at_80() {
    insta::assert_snapshot!(out("version"), @"shingle 0.1.0");
}

#[test]
fn version_at_40() {
    insta::assert_snapshot!(out("version --width 40"), @"shingle 0.1.0");
}

#[test]
fn resume() {
    insta::assert_snapshot!(out("resume"), @r"
    Tushar Khokhar
    Backend & Distributed Systems Engineer

    Low-latency, high-throughput systems that power real applications.
    Available for new opportunities

    Distributed systems, real-time infrastructure and high-throughput architectures,
    in Web2 and in Web3. Across employers the field has stayed the same: high-impact
    systems in blockchain, DeFi and distributed infrastructure.

      1K-3K      Requests/sec handled in high-throughput environments
      10+        Production systems shipped and maintained
      Millions   User operations processed daily
      99.9%      System reliability across deployments

    Experience

    Arcane Labs, Founding Engineer   May 2025 to Mar 2026
    also Backend & Distributed Systems Engineer

    Architected and shipped core infrastructure across 5 production systems, from
    low-latency CLOB engines and on-chain auction platforms to edge-deployed smart
    wallets and social-trading tokenisation.

      ·      Impact: led design and delivery of resilient, scalable backends and
             infrastructure in Node.js, Python and Go
      1K-3K  Systems: requests/sec handled by a high-performance CLOB engine, built
             for low-latency trade execution
      ·      Scale: high-throughput transaction services, Docker-based
             infrastructure, automated CI/CD deployments

      Systems        HFT, Mira Network (AvenV2), xTrends, Edel Finance, Doma
                     Protocol, DEX Aggregator
      Technologies   Node.js, Python, Go, Docker, CI/CD

    Fuel Labs, Blockchain & Backend Engineer   Feb 2025 to Apr 2025

    Smart contracts in Sway and the backend services around them, owned over the
    whole life cycle.

      · Smart contracts in Sway: core protocol features with secure on-chain logic
      · Backend services for transaction processing, indexing and API layers
      · Wallet and signing pipelines for secure, reliable contract interaction
      · The whole life cycle: system design, deployment, performance work

      Technologies   Sway, FuelVM, Smart Contracts, TypeScript, Indexing

    Mode Network, Blockchain Engineer   Nov 2024 to Jan 2025
    also Backend & Blockchain Engineer

    DAO governance contracts in Solidity over a treasury of $8M+, with the backend
    in Node.js and the dashboards in front of them.

      $8M+  Treasury assets managed by DAO governance contracts in Solidity, with a
            backend in Node.js
      ~35%  Gas costs down, by about 35%
      ·     Velodrome integration for swaps
      ·     Full-stack delivery: contracts, backend services, dashboards
      ·     Secure execution flows for governance proposals and treasury operations

      Technologies   Solidity, DAO Governance, Velodrome, Treasury, Full-Stack

    Eclipse Labs, Blockchain Engineer   Aug 2024 to Oct 2024
    also Backend & Blockchain Engineer
    also Eclipse Network

    NFT marketplace contracts in Anchor, with escrow-based trading and efficient
    on-chain settlement.

      500K+   Transactions / user operations on NFT marketplace contracts in Anchor,
              with efficient on-chain settlement
      1,000+  Creators with bulk minting
      ·       Escrow-based trading with atomic settlement
      ·       Backends in Go and Solana for digital-asset transfer
      ·       Telegram staking bot with automated reward distribution

      Technologies   Anchor, Solana, Rust, NFT Marketplace, Staking Bot

    zkAGI, Rust Developer / AI Infrastructure Engineer   May 2023 to Jul 2024
    also Backend & Systems Engineer

    Low-latency distributed systems and backend infrastructure for AI workloads.

      · Distributed GPU orchestration platform in Rust for decentralised AI
        workloads, resources executed efficiently
      · Low-latency P2P communication across distributed compute nodes
      · Better resource utilisation through optimised scheduling and workload
        distribution
      · Docker and Kubernetes infrastructure: high availability, fault tolerance in
        production

      Technologies   Rust, Kubernetes, GPU Orchestration, P2P Networking,
                     Distributed Systems

    Systems

    Doma Protocol   On-chain auction backend

    A decentralised, scalable auction platform that manages bidding on-chain. Its L2
    backend is built for high-throughput asynchronous transaction processing:
    decoupled services ingest sub-second blockchain events into database records
    mapped to auction life cycles.

      95%  Fees down, through gas-optimised contracts
      ·    Hybrid: off-chain validation, on-chain settlement
      ·    Redis caching for fast reads of bid state

      Technologies   Node.js, MongoDB, BullMQ, Redis, Viem, L2, Next.js, Wagmi,
                     Solidity
      Built at       Arcane Labs

    Tide Aggregation Infra   Multi-exchange ingestion and smart order routing

    Aggregates the order books of several exchanges by VWAP, over 3K+ concurrent
    WebSocket channels, and evaluates smart order routing in real time.

      3K+  Concurrent WebSocket channels
      ·    VWAP order-book aggregation across exchanges
      ·    Smart order routing evaluated in real time

      Technologies   Node.js, Redis Pub/Sub, WebSockets

    DEX Aggregator   Multi-exchange market-data infrastructure

    A high-throughput ingestion pipeline that unifies the volatile order-book
    streams of Hyperliquid, Aster, Lighter and Pacifica into one low-latency market
    view.

      · One market view over Hyperliquid, Aster, Lighter and Pacifica
      · Distributed WebSocket connection pools take in high-frequency streams
      · CPU workers normalise the data, Redis Pub/Sub broadcasts it

      Technologies   Node.js, WebSockets, Redis Pub/Sub
      Built at       Arcane Labs

    Edel Finance   DeFi lending and tokenised stock trading

    Full-stack architecture of a hybrid DeFi platform for lending, borrowing and
    tokenised stock trading. It integrates Aave V3, CoW Protocol and real-time stock
    APIs; its Fastify backend resolves over 1,200 external stock API calls a day.

      1,200+  External stock API calls a day, through custom node-cron schedulers
      17      EVM networks behind one UI
      7       Parallel cron schedulers for Web2 stock data
      ·       Aave V3, CoW Protocol and real-time stock APIs in one platform

      Technologies   Next.js, Fastify, MongoDB, Redis, Smart Contracts, Zustand,
                     Node.js, Aave V3, Gelato
      Built at       Arcane Labs

    HFT   Low-latency derivatives DEX backend

    The core backend system of a derivatives DEX: a price-time FIFO matching engine
    that makes thousands of matches a second, with PostgreSQL settlement workflows
    behind it.

      Thousands  Matches a second, price-time FIFO
      10 ms      Trades settle to PostgreSQL inside 10 ms
      ·          Distributed Redis locks for single-instance scaling
      ·          Sub-millisecond sorted sets

      Technologies   Go, Redis, PostgreSQL, cron, WebSockets
      Built at       Arcane Labs

    Hundread CLOB Engine   Centralised matching engine and trading backend

    Takes in 10K+ messages/sec, matches them from a queue held purely in memory, and
    settles the ledger on Daml / PostgreSQL.

      10K+  Messages/sec ingress
      ·     Matching queue purely in memory
      ·     Ledger settlement on Daml / PostgreSQL

      Technologies   Go, Node.js, Rust, Redis Streams, Daml, PostgreSQL

    Mira Network (AvenV2)   Serverless smart-wallet edge

    Smart (abstract) wallets on globally distributed, ultra-low-latency edge
    compute. Also listed as Mira Network API: a serverless backend for
    zero-knowledge proofs and decentralised identity.

      · Globally distributed, ultra-low-latency edge compute on Cloudflare Workers
      · Smart (abstract) wallet deployments
      · Automated yield through Aave V3
      · Zero-knowledge proof verification
      · Sign-in through Privy.io
      · Resilient notification queues

      Technologies   Workers, Hono, SQLite, KV, Queues, Privy.io, D1
      Built at       Arcane Labs

    xTrends   Social-trading tokenisation on Solana

    A Web3 trend-tokenisation platform that turns real X (Twitter) trends into
    tradable assets, automatically.

      · Real-time token launch through Raydium CP-AMM
      · Helius webhooks confirm transactions
      · Transaction co-signing
      · An engine that reconciles state automatically

      Technologies   Node.js, Express, Prisma, Helius hooks, MongoDB, Solana
      Built at       Arcane Labs

    Education
      IIT Kharagpur   Dual Degree (B.Tech + M.Tech)

    Philosophy
      Design for Scalability       Architecture carries 10x growth without a
                                   rewrite. Stateless services and horizontal
                                   scaling are not negotiable.
      Prefer Event-Driven          Decouple through message brokers. Eventual
                                   consistency is often a fair price for
                                   availability.
      Build Idempotent Workflows   Systems fail. Every operation can be retried
                                   safely, with no duplicate state and no side
                                   effect twice.
      Optimize for Latency         Milliseconds matter: in-memory structures,
                                   optimised query plans, few network hops.

    Founder, Arcane Labs reports
    He owns what he builds, absolutely. He does not stop at code: he architects
    whole solutions that carry extreme production load. His work on the exchange
    infrastructure was critical to scaling the platform reliably.
    ");
}

#[test]
fn systems_edel_as_md() {
    insta::assert_snapshot!(out("systems edel --md"), @r"
    # Edel Finance

    DeFi lending and tokenised stock trading

    also EDEL Finance

    Full-stack architecture of a hybrid DeFi platform for lending, borrowing and tokenised stock trading. It integrates Aave V3, CoW Protocol and real-time stock APIs; its Fastify backend resolves over 1,200 external stock API calls a day.

    ## Highlights

    - **1,200+** External stock API calls a day, through custom node-cron schedulers
    - **17** EVM networks behind one UI
    - **7** Parallel cron schedulers for Web2 stock data
    - Aave V3, CoW Protocol and real-time stock APIs in one platform

    ## Layers

    - **Frontend**: Next.js / Zustand
    - **Backend**: Fastify / Node
    - **Data**: MongoDB / Redis
    - **Web3**: Aave V3 / Gelato

    ## Data flow

    Client UI → Web3 RPC → Lending Pool

    Client UI → Fastify API → Cron Jobs

    - **Client UI**: React Query / Zustand
    - **Web3 RPC**: Wagmi over Alchemy
    - **Fastify API**: Redis cache
    - **Cron Jobs**: 7 in parallel
    - **Lending Pool**: on-chain state

    1. The client uses React Query / Zustand.
    2. Wagmi reads on-chain state over Alchemy RPC, or the client calls the Fastify API for tokenised stock prices.
    3. The backend aggregates the Massive API with a Redis cache.
    4. Sub-second OHLCV goes back to the UI.

    - **Technologies**: Next.js, Fastify, MongoDB, Redis, Smart Contracts, Zustand, Node.js, Aave V3, Gelato
    - **Built at**: Arcane Labs
    ");
}

#[test]
fn systems_edel_as_json() {
    insta::assert_snapshot!(out("systems edel --json"), @r#"
    {
      "schema_version": 1,
      "system": {
        "slug": "edel",
        "name": "Edel Finance",
        "aliases": [
          "EDEL Finance"
        ],
        "subtitle": "DeFi lending and tokenised stock trading",
        "summary": "Full-stack architecture of a hybrid DeFi platform for lending, borrowing and tokenised stock trading. It integrates Aave V3, CoW Protocol and real-time stock APIs; its Fastify backend resolves over 1,200 external stock API calls a day.",
        "highlights": [
          {
            "figure": "1,200+",
            "text": "External stock API calls a day, through custom node-cron schedulers"
          },
          {
            "figure": "17",
            "text": "EVM networks behind one UI"
          },
          {
            "figure": "7",
            "text": "Parallel cron schedulers for Web2 stock data"
          },
          {
            "figure": null,
            "text": "Aave V3, CoW Protocol and real-time stock APIs in one platform"
          }
        ],
        "layers": [
          {
            "label": "Frontend",
            "made_of": "Next.js / Zustand",
            "technologies": [
              "Next.js",
              "Zustand"
            ]
          },
          {
            "label": "Backend",
            "made_of": "Fastify / Node",
            "technologies": [
              "Fastify",
              "Node.js"
            ]
          },
          {
            "label": "Data",
            "made_of": "MongoDB / Redis",
            "technologies": [
              "MongoDB",
              "Redis"
            ]
          },
          {
            "label": "Web3",
            "made_of": "Aave V3 / Gelato",
            "technologies": [
              "Aave V3",
              "Gelato"
            ]
          }
        ],
        "technologies": [
          "Next.js",
          "Fastify",
          "MongoDB",
          "Redis",
          "Smart Contracts",
          "Zustand",
          "Node.js",
          "Aave V3",
          "Gelato"
        ],
        "flow": {
          "system": "edel",
          "kind": "flow",
          "nodes": [
            {
              "id": "client",
              "label": "Client UI",
              "note": "React Query / Zustand"
            },
            {
              "id": "rpc",
              "label": "Web3 RPC",
              "note": "Wagmi over Alchemy"
            },
            {
              "id": "api",
              "label": "Fastify API",
              "note": "Redis cache"
            },
            {
              "id": "cron",
              "label": "Cron Jobs",
              "note": "7 in parallel"
            },
            {
              "id": "pool",
              "label": "Lending Pool",
              "note": "on-chain state"
            }
          ],
          "edges": [
            {
              "from": "client",
              "to": "rpc"
            },
            {
              "from": "client",
              "to": "api"
            },
            {
              "from": "rpc",
              "to": "pool"
            },
            {
              "from": "api",
              "to": "cron"
            }
          ],
          "steps": [
            {
              "text": "The client uses React Query / Zustand.",
              "at": [
                "client"
              ]
            },
            {
              "text": "Wagmi reads on-chain state over Alchemy RPC, or the client calls the Fastify API for tokenised stock prices.",
              "at": [
                "client > rpc",
                "rpc",
                "rpc > pool",
                "pool",
                "client > api"
              ]
            },
            {
              "text": "The backend aggregates the Massive API with a Redis cache.",
              "at": [
                "api",
                "api > cron",
                "cron"
              ]
            },
            {
              "text": "Sub-second OHLCV goes back to the UI.",
              "at": [
                "client"
              ]
            }
          ]
        },
        "roles": [
          "arcane-labs"
        ]
      }
    }
    "#);
}

#[test]
fn experience_fuel_labs_as_json() {
    insta::assert_snapshot!(out("experience fuel-labs --json"), @r#"
    {
      "schema_version": 1,
      "role": {
        "slug": "fuel-labs",
        "company": "Fuel Labs",
        "aliases": [],
        "title": "Blockchain & Backend Engineer",
        "also": [],
        "start": "2025-02",
        "end": "2025-04",
        "summary": "Smart contracts in Sway and the backend services around them, owned over the whole life cycle.",
        "highlights": [
          {
            "figure": null,
            "text": "Smart contracts in Sway: core protocol features with secure on-chain logic"
          },
          {
            "figure": null,
            "text": "Backend services for transaction processing, indexing and API layers"
          },
          {
            "figure": null,
            "text": "Wallet and signing pipelines for secure, reliable contract interaction"
          },
          {
            "figure": null,
            "text": "The whole life cycle: system design, deployment, performance work"
          }
        ],
        "technologies": [
          "Sway",
          "FuelVM",
          "Smart Contracts",
          "TypeScript",
          "Indexing"
        ],
        "systems": []
      }
    }
    "#);
}

#[test]
fn resume_as_md() {
    insta::assert_snapshot!(out("resume --md"), @r"
    # Tushar Khokhar

    Backend & Distributed Systems Engineer

    Low-latency, high-throughput systems that power real applications.

    Available for new opportunities

    Distributed systems, real-time infrastructure and high-throughput architectures, in Web2 and in Web3. Across employers the field has stayed the same: high-impact systems in blockchain, DeFi and distributed infrastructure.

    - **1K-3K**: Requests/sec handled in high-throughput environments
    - **10+**: Production systems shipped and maintained
    - **Millions**: User operations processed daily
    - **99.9%**: System reliability across deployments

    ## Experience

    ### Arcane Labs, Founding Engineer

    May 2025 to Mar 2026

    also Backend & Distributed Systems Engineer

    Architected and shipped core infrastructure across 5 production systems, from low-latency CLOB engines and on-chain auction platforms to edge-deployed smart wallets and social-trading tokenisation.

    - Impact: led design and delivery of resilient, scalable backends and infrastructure in Node.js, Python and Go
    - **1K-3K** Systems: requests/sec handled by a high-performance CLOB engine, built for low-latency trade execution
    - Scale: high-throughput transaction services, Docker-based infrastructure, automated CI/CD deployments

    * **Systems**: HFT, Mira Network (AvenV2), xTrends, Edel Finance, Doma Protocol, DEX Aggregator
    * **Technologies**: Node.js, Python, Go, Docker, CI/CD

    ### Fuel Labs, Blockchain & Backend Engineer

    Feb 2025 to Apr 2025

    Smart contracts in Sway and the backend services around them, owned over the whole life cycle.

    - Smart contracts in Sway: core protocol features with secure on-chain logic
    - Backend services for transaction processing, indexing and API layers
    - Wallet and signing pipelines for secure, reliable contract interaction
    - The whole life cycle: system design, deployment, performance work

    * **Technologies**: Sway, FuelVM, Smart Contracts, TypeScript, Indexing

    ### Mode Network, Blockchain Engineer

    Nov 2024 to Jan 2025

    also Backend & Blockchain Engineer

    DAO governance contracts in Solidity over a treasury of $8M+, with the backend in Node.js and the dashboards in front of them.

    - **$8M+** Treasury assets managed by DAO governance contracts in Solidity, with a backend in Node.js
    - **\~35%** Gas costs down, by about 35%
    - Velodrome integration for swaps
    - Full-stack delivery: contracts, backend services, dashboards
    - Secure execution flows for governance proposals and treasury operations

    * **Technologies**: Solidity, DAO Governance, Velodrome, Treasury, Full-Stack

    ### Eclipse Labs, Blockchain Engineer

    Aug 2024 to Oct 2024

    also Backend & Blockchain Engineer

    also Eclipse Network

    NFT marketplace contracts in Anchor, with escrow-based trading and efficient on-chain settlement.

    - **500K+** Transactions / user operations on NFT marketplace contracts in Anchor, with efficient on-chain settlement
    - **1,000+** Creators with bulk minting
    - Escrow-based trading with atomic settlement
    - Backends in Go and Solana for digital-asset transfer
    - Telegram staking bot with automated reward distribution

    * **Technologies**: Anchor, Solana, Rust, NFT Marketplace, Staking Bot

    ### zkAGI, Rust Developer / AI Infrastructure Engineer

    May 2023 to Jul 2024

    also Backend & Systems Engineer

    Low-latency distributed systems and backend infrastructure for AI workloads.

    - Distributed GPU orchestration platform in Rust for decentralised AI workloads, resources executed efficiently
    - Low-latency P2P communication across distributed compute nodes
    - Better resource utilisation through optimised scheduling and workload distribution
    - Docker and Kubernetes infrastructure: high availability, fault tolerance in production

    * **Technologies**: Rust, Kubernetes, GPU Orchestration, P2P Networking, Distributed Systems

    ## Systems

    ### Doma Protocol

    On-chain auction backend

    A decentralised, scalable auction platform that manages bidding on-chain. Its L2 backend is built for high-throughput asynchronous transaction processing: decoupled services ingest sub-second blockchain events into database records mapped to auction life cycles.

    - **95%** Fees down, through gas-optimised contracts
    - Hybrid: off-chain validation, on-chain settlement
    - Redis caching for fast reads of bid state

    * **Technologies**: Node.js, MongoDB, BullMQ, Redis, Viem, L2, Next.js, Wagmi, Solidity
    * **Built at**: Arcane Labs

    ### Tide Aggregation Infra

    Multi-exchange ingestion and smart order routing

    Aggregates the order books of several exchanges by VWAP, over 3K+ concurrent WebSocket channels, and evaluates smart order routing in real time.

    - **3K+** Concurrent WebSocket channels
    - VWAP order-book aggregation across exchanges
    - Smart order routing evaluated in real time

    * **Technologies**: Node.js, Redis Pub/Sub, WebSockets

    ### DEX Aggregator

    Multi-exchange market-data infrastructure

    A high-throughput ingestion pipeline that unifies the volatile order-book streams of Hyperliquid, Aster, Lighter and Pacifica into one low-latency market view.

    - One market view over Hyperliquid, Aster, Lighter and Pacifica
    - Distributed WebSocket connection pools take in high-frequency streams
    - CPU workers normalise the data, Redis Pub/Sub broadcasts it

    * **Technologies**: Node.js, WebSockets, Redis Pub/Sub
    * **Built at**: Arcane Labs

    ### Edel Finance

    DeFi lending and tokenised stock trading

    Full-stack architecture of a hybrid DeFi platform for lending, borrowing and tokenised stock trading. It integrates Aave V3, CoW Protocol and real-time stock APIs; its Fastify backend resolves over 1,200 external stock API calls a day.

    - **1,200+** External stock API calls a day, through custom node-cron schedulers
    - **17** EVM networks behind one UI
    - **7** Parallel cron schedulers for Web2 stock data
    - Aave V3, CoW Protocol and real-time stock APIs in one platform

    * **Technologies**: Next.js, Fastify, MongoDB, Redis, Smart Contracts, Zustand, Node.js, Aave V3, Gelato
    * **Built at**: Arcane Labs

    ### HFT

    Low-latency derivatives DEX backend

    The core backend system of a derivatives DEX: a price-time FIFO matching engine that makes thousands of matches a second, with PostgreSQL settlement workflows behind it.

    - **Thousands** Matches a second, price-time FIFO
    - **10 ms** Trades settle to PostgreSQL inside 10 ms
    - Distributed Redis locks for single-instance scaling
    - Sub-millisecond sorted sets

    * **Technologies**: Go, Redis, PostgreSQL, cron, WebSockets
    * **Built at**: Arcane Labs

    ### Hundread CLOB Engine

    Centralised matching engine and trading backend

    Takes in 10K+ messages/sec, matches them from a queue held purely in memory, and settles the ledger on Daml / PostgreSQL.

    - **10K+** Messages/sec ingress
    - Matching queue purely in memory
    - Ledger settlement on Daml / PostgreSQL

    * **Technologies**: Go, Node.js, Rust, Redis Streams, Daml, PostgreSQL

    ### Mira Network (AvenV2)

    Serverless smart-wallet edge

    Smart (abstract) wallets on globally distributed, ultra-low-latency edge compute. Also listed as Mira Network API: a serverless backend for zero-knowledge proofs and decentralised identity.

    - Globally distributed, ultra-low-latency edge compute on Cloudflare Workers
    - Smart (abstract) wallet deployments
    - Automated yield through Aave V3
    - Zero-knowledge proof verification
    - Sign-in through Privy.io
    - Resilient notification queues

    * **Technologies**: Workers, Hono, SQLite, KV, Queues, Privy.io, D1
    * **Built at**: Arcane Labs

    ### xTrends

    Social-trading tokenisation on Solana

    A Web3 trend-tokenisation platform that turns real X (Twitter) trends into tradable assets, automatically.

    - Real-time token launch through Raydium CP-AMM
    - Helius webhooks confirm transactions
    - Transaction co-signing
    - An engine that reconciles state automatically

    * **Technologies**: Node.js, Express, Prisma, Helius hooks, MongoDB, Solana
    * **Built at**: Arcane Labs

    ## Education

    - **IIT Kharagpur**: Dual Degree (B.Tech + M.Tech)

    ## Philosophy

    - **Design for Scalability**: Architecture carries 10x growth without a rewrite. Stateless services and horizontal scaling are not negotiable.
    - **Prefer Event-Driven**: Decouple through message brokers. Eventual consistency is often a fair price for availability.
    - **Build Idempotent Workflows**: Systems fail. Every operation can be retried safely, with no duplicate state and no side effect twice.
    - **Optimize for Latency**: Milliseconds matter: in-memory structures, optimised query plans, few network hops.

    ## Founder, Arcane Labs reports

    He owns what he builds, absolutely. He does not stop at code: he architects whole solutions that carry extreme production load. His work on the exchange infrastructure was critical to scaling the platform reliably.
    ");
}

#[test]
fn technologies_redis_as_json() {
    insta::assert_snapshot!(out("technologies redis --json"), @r#"
    {
      "schema_version": 1,
      "technology": {
        "name": "Redis",
        "systems": [
          "doma",
          "edel",
          "hft"
        ],
        "roles": []
      }
    }
    "#);
}

#[test]
fn flow_tide_as_json() {
    insta::assert_snapshot!(out("flow tide --json"), @r#"
    {
      "schema_version": 1,
      "flow": {
        "system": "tide",
        "kind": "layers",
        "nodes": [
          {
            "id": "layer-0",
            "label": "Ingestion",
            "note": "Node.js workers"
          },
          {
            "id": "layer-1",
            "label": "Stream",
            "note": "Redis Pub/Sub"
          },
          {
            "id": "layer-2",
            "label": "Processor",
            "note": "aggregator"
          },
          {
            "id": "layer-3",
            "label": "Router",
            "note": "smart router"
          }
        ],
        "edges": [
          {
            "from": "layer-0",
            "to": "layer-1"
          },
          {
            "from": "layer-1",
            "to": "layer-2"
          },
          {
            "from": "layer-2",
            "to": "layer-3"
          }
        ],
        "steps": [
          {
            "text": "Ingestion: Node.js workers.",
            "at": [
              "layer-0"
            ]
          },
          {
            "text": "Stream: Redis Pub/Sub.",
            "at": [
              "layer-1"
            ]
          },
          {
            "text": "Processor: aggregator.",
            "at": [
              "layer-2"
            ]
          },
          {
            "text": "Router: smart router.",
            "at": [
              "layer-3"
            ]
          }
        ]
      }
    }
    "#);
}

#[test]
fn contact_as_json() {
    insta::assert_snapshot!(out("contact --json"), @r#"
    {
      "schema_version": 1,
      "contact": {
        "name": "Tushar Khokhar",
        "availability": {
          "open": true,
          "text": "Available for new opportunities"
        },
        "email": null,
        "site": null,
        "location": null,
        "links": [],
        "ssh": "ssh portfolio.example.com"
      }
    }
    "#);
}

#[test]
fn version_as_json() {
    insta::assert_snapshot!(out("version --json"), @r#"
    {
      "schema_version": 1,
      "version": {
        "name": "shingle",
        "version": "0.1.0"
      }
    }
    "#);
}

#[test]
fn contact_as_md() {
    insta::assert_snapshot!(out("contact --md"), @r"
    # Tushar Khokhar

    Backend & Distributed Systems Engineer

    Available for new opportunities

    ## From your shell

    - **Come back**: `ssh portfolio.example.com`
    - **The resume**: `ssh portfolio.example.com resume --md > resume.md`
    ");
}

#[test]
fn search_settlement_as_json() {
    insta::assert_snapshot!(out("search settlement --json"), @r#"
    {
      "schema_version": 1,
      "search": {
        "query": "settlement",
        "finds": [
          {
            "kind": "system",
            "place": "systems/doma",
            "title": "Doma Protocol",
            "text": "Hybrid: off-chain validation, on-chain settlement"
          },
          {
            "kind": "system",
            "place": "systems/hundread",
            "title": "Hundread CLOB Engine",
            "text": "Ledger settlement on Daml / PostgreSQL"
          },
          {
            "kind": "system",
            "place": "systems/hft",
            "title": "HFT",
            "text": "The core backend system of a derivatives DEX: a price-time FIFO matching engine that makes thousands of matches a second, with PostgreSQL settlement workflows behind it."
          },
          {
            "kind": "role",
            "place": "experience/eclipse-labs",
            "title": "Eclipse Labs",
            "text": "500K+ Transactions / user operations on NFT marketplace contracts in Anchor, with efficient on-chain settlement"
          }
        ]
      }
    }
    "#);
}
