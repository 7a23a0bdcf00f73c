//! The first owner's data: every fact of it, and that its schemas are fresh.

use std::{fs, path::Path};

use shingle::content::{
    Diagram, DiagramKind, Highlight, Portfolio, Role, Source, Spot, System, card::card, parse, schema,
};

fn data() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data"))
}

fn file_names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .expect("the directory is there")
        .map(|entry| entry.expect("it can be listed").file_name().into_string().expect("names are UTF-8"))
        .collect();
    names.sort();
    names
}

fn sources() -> Vec<Source> {
    let systems = file_names(&data().join("systems")).into_iter().map(|name| format!("systems/{name}"));
    ["profile.toml", "experience.toml", "philosophy.toml"]
        .map(String::from)
        .into_iter()
        .chain(systems)
        .map(|path| Source { text: fs::read_to_string(data().join(&path)).expect("the file can be read"), path })
        .collect()
}

fn portfolio() -> Portfolio {
    parse(&sources()).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(|problem| problem.render("data", false)).collect::<Vec<_>>().join("\n\n"))
    })
}

/// A system by its slug, with everything a visitor reads of it, in lower case.
fn system(name: &str) -> (System, String) {
    let portfolio = portfolio();
    let at = portfolio.system(name).unwrap_or_else(|| panic!("no system {name}"));
    let system = portfolio.systems.get(at).expect("lookup gives a position").clone();
    let highlights = highlights(&system.highlights);
    let prose = [&system.name, &system.subtitle, &system.summary, &highlights].map(String::as_str).join("\n");
    (system, prose.to_lowercase())
}

fn role(name: &str) -> (Role, String) {
    let portfolio = portfolio();
    let at = portfolio.role(name).unwrap_or_else(|| panic!("no role {name}"));
    let role = portfolio.experience.get(at).expect("lookup gives a position").clone();
    let prose = format!("{}\n{}", role.summary, highlights(&role.highlights));
    (role, prose.to_lowercase())
}

fn highlights(highlights: &[Highlight]) -> String {
    let lines = highlights
        .iter()
        .map(|highlight| format!("{} {}", highlight.figure.as_deref().unwrap_or_default(), highlight.text));
    lines.collect::<Vec<_>>().join("\n")
}

fn says(prose: &str, facts: &[&str]) {
    for fact in facts {
        assert!(prose.to_lowercase().contains(&fact.to_lowercase()), "{fact:?} is missing in:\n{prose}");
    }
}

fn layers(system: &System) -> Vec<(&str, &str)> {
    system.layers.iter().map(|layer| (layer.label.as_str(), layer.made_of.as_str())).collect()
}

fn nodes(system: &System) -> Vec<&str> {
    system.flow.iter().flat_map(|flow| &flow.nodes).map(|node| node.label.as_str()).collect()
}

/// Each step says its key phrases, and there is no other step.
fn steps(system: &System, expected: &[&[&str]]) {
    let steps: Vec<&str> = system.flow.iter().flat_map(|flow| &flow.steps).map(|step| step.text.as_str()).collect();
    assert_eq!(steps.len(), expected.len(), "{steps:#?}");
    for (step, facts) in steps.iter().zip(expected) {
        says(step, facts);
    }
}

fn span(role: &Role) -> String {
    format!("{} to {}", role.start, role.end.expect("every role of the first owner has ended"))
}

// ---- the files ----

#[test]
fn the_committed_schemas_are_the_ones_of_the_types() {
    let directory = data().join("schema");
    let mut names: Vec<&str> = schema::files().into_iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    assert_eq!(file_names(&directory), names);
    for (name, text) in schema::files() {
        let committed = fs::read_to_string(directory.join(name)).unwrap();
        assert!(committed == text, "data/schema/{name} is stale: run `shingle schema`");
    }
}

#[test]
fn a_schema_explains_refuses_what_is_unknown_and_stands_alone() {
    for (name, text) in schema::files() {
        assert!(text.starts_with("{\n") && text.ends_with("}\n"), "{name}");
        assert!(text.contains("\"$schema\": \"http://json-schema.org/draft-07/schema#\""), "{name}");
        assert!(text.contains("\"additionalProperties\": false"), "{name}");
        assert!(!text.contains("$ref") && !text.contains("null"), "{name}");
        assert!(text.matches("\"description\"").count() >= 5, "{name}");
    }
}

#[test]
fn every_file_names_its_schema_on_its_first_line() {
    for Source { path, text } in sources() {
        let schema = match path.strip_suffix(".toml").unwrap() {
            system if system.starts_with("systems/") => "../schema/system.json".to_owned(),
            name => format!("./schema/{name}.json"),
        };
        assert_eq!(text.lines().next(), Some(format!("#:schema {schema}").as_str()), "{path}");
    }
}

#[test]
fn the_data_has_no_problems() {
    insta::assert_snapshot!(portfolio().summary(), @"8 systems, 5 roles, 4 principles, 51 technologies, no problems");
}

#[test]
fn the_data_keeps_to_characters_that_no_terminal_doubts() {
    for Source { path, text } in sources() {
        assert!(text.is_ascii(), "{path}");
    }
}

// ---- the person ----

#[test]
fn the_person_is_who_they_are() {
    let profile = portfolio().profile;
    assert_eq!(profile.name, "Tushar Khokhar");
    assert_eq!(profile.title, "Backend & Distributed Systems Engineer");
    assert_eq!(profile.also, ["Backend & Systems Engineer"]);
    assert!(profile.availability.open);
    says(&profile.availability.text, &["available for new opportunities"]);
    says(&profile.invitation, &["explore the work"]);
    let [education] = profile.education.as_slice() else { panic!("one degree") };
    assert_eq!(education.degree, "Dual Degree (B.Tech + M.Tech)");
    assert_eq!(education.school, "IIT Kharagpur");
    let about = format!("{}\n{}\n{}", profile.pitch, profile.about, profile.works_on.join("\n"));
    says(
        &about,
        &[
            "low-latency architectures",
            "asynchronous processing systems",
            "scalable APIs",
            "distributed systems",
            "real-time infrastructure",
            "high-throughput architectures",
            "Web2",
            "Web3",
            "systems that power real applications",
            "high-impact systems in blockchain, DeFi and distributed infrastructure",
        ],
    );
}

#[test]
fn nothing_is_claimed_that_is_not_known() {
    let profile = portfolio().profile;
    assert_eq!((profile.email, profile.site, profile.location, profile.resume), (None, None, None, None));
    assert!(profile.links.is_empty());
    for Source { path, text } in sources() {
        let shown: String = text.lines().filter(|line| !line.starts_with('#')).collect();
        for link in ["http", "mailto", "@", "www."] {
            assert!(!shown.contains(link), "{path} contains {link}");
        }
    }
}

#[test]
fn the_headline_figures_are_exact() {
    let figures = portfolio().profile.figures;
    let figures: Vec<(&str, &str)> =
        figures.iter().map(|figure| (figure.value.as_str(), figure.detail.as_str())).collect();
    assert_eq!(
        figures,
        [
            ("1K-3K", "Requests/sec handled in high-throughput environments"),
            ("10+", "Production systems shipped and maintained"),
            ("Millions", "User operations processed daily"),
            ("99.9%", "System reliability across deployments"),
        ]
    );
}

#[test]
fn the_testimonial_is_reported_and_not_quoted() {
    let testimonial = portfolio().profile.testimonial.unwrap();
    assert_eq!(testimonial.from, "Founder, Arcane Labs");
    says(
        &testimonial.text,
        &[
            "owns what he builds",
            "absolutely",
            "does not stop at code",
            "architects whole solutions",
            "carry extreme production load",
            "his work on the exchange infrastructure was critical to scaling the platform reliably",
        ],
    );
    says(&testimonial.line, &["owns what he builds absolutely"]);
    assert!(!format!("{}{}", testimonial.text, testimonial.line).contains(['"', '\u{201c}', '\u{201d}']));
}

// ---- the systems ----

#[test]
fn the_eight_systems_stand_in_their_order() {
    let slugs: Vec<String> = portfolio().systems.into_iter().map(|system| system.slug).collect();
    assert_eq!(slugs, ["doma", "tide", "dex-aggregator", "edel", "hft", "hundread", "mira", "xtrends"]);
}

#[test]
fn doma() {
    let (system, prose) = system("Doma Protocol");
    assert_eq!((system.slug.as_str(), system.subtitle.as_str()), ("doma", "On-chain auction backend"));
    says(
        &prose,
        &[
            "decentralised, scalable auction platform",
            "bidding on-chain",
            "L2",
            "high-throughput asynchronous transaction processing",
            "decoupled services",
            "sub-second blockchain events",
            "database records mapped to auction life cycles",
            "hybrid",
            "off-chain validation",
            "on-chain settlement",
            "Redis caching for fast reads of bid state",
            "95% fees down",
            "gas-optimised contracts",
        ],
    );
    assert_eq!(
        layers(&system),
        [
            ("Frontend", "Next.js / Wagmi"),
            ("Indexer", "event-driven indexer"),
            ("Cache", "Redis"),
            ("Contracts", "Solidity (L2)"),
        ]
    );
    assert_eq!(system.tags, ["Node.js", "MongoDB", "BullMQ", "Redis", "Viem", "L2"]);
    assert_eq!(nodes(&system), ["Smart Contract", "BullMQ", "Worker Node", "Redis", "MongoDB"]);
    steps(
        &system,
        &[
            &["bid executes on the smart contract"],
            &["Node.js event listener parses the log"],
            &["BullMQ job is created"],
            &["active worker picks it from the queue"],
            &["validated over RPC"],
            &["committed as a MongoDB document"],
        ],
    );
}

#[test]
fn tide() {
    let (system, prose) = system("Tide Aggregation Infra");
    assert_eq!(
        (system.slug.as_str(), system.subtitle.as_str()),
        ("tide", "Multi-exchange ingestion and smart order routing")
    );
    says(
        &prose,
        &[
            "VWAP order-book aggregation across exchanges",
            "3K+ concurrent WebSocket channels",
            "smart order routing evaluated in real time",
        ],
    );
    let expected = [
        ("Ingestion", "Node.js workers"),
        ("Stream", "Redis Pub/Sub"),
        ("Processor", "aggregator"),
        ("Router", "smart router"),
    ];
    assert_eq!(layers(&system), expected);
    draws_its_layers(&system);
}

#[test]
fn dex_aggregator() {
    let (system, prose) = system("DEX Aggregator");
    assert_eq!(
        (system.slug.as_str(), system.subtitle.as_str()),
        ("dex-aggregator", "Multi-exchange market-data infrastructure")
    );
    says(
        &prose,
        &[
            "high-throughput ingestion pipeline",
            "volatile order-book streams",
            "Hyperliquid, Aster, Lighter and Pacifica",
            "one low-latency market view",
        ],
    );
    assert_eq!(system.tags, ["Node.js", "WebSockets", "Redis Pub/Sub"]);
    assert_eq!(nodes(&system), ["External Exchange", "WS Pools", "Redis Pub/Sub", "API Server"]);
    steps(
        &system,
        &[
            &["external", "high-frequency order-book streams"],
            &["distributed WebSocket connection pools"],
            &["CPU workers normalise the data"],
            &["Redis Pub/Sub broadcast"],
            &["local WebSockets deliver", "to clients"],
        ],
    );
}

#[test]
fn edel() {
    let (system, prose) = system("Edel Finance");
    assert_eq!((system.slug.as_str(), system.subtitle.as_str()), ("edel", "DeFi lending and tokenised stock trading"));
    says(
        &prose,
        &[
            "full-stack",
            "architecture",
            "platform",
            "lending, borrowing and tokenised stock trading",
            "hybrid DeFi",
            "Aave V3, CoW Protocol and real-time stock APIs",
            "Fastify backend resolves over 1,200 external stock API calls a day",
            "custom node-cron schedulers",
            "7 parallel cron schedulers for Web2 stock data",
            "17 EVM networks behind one UI",
        ],
    );
    assert_eq!(
        layers(&system),
        [
            ("Frontend", "Next.js / Zustand"),
            ("Backend", "Fastify / Node"),
            ("Data", "MongoDB / Redis"),
            ("Web3", "Aave V3 / Gelato"),
        ]
    );
    assert_eq!(system.tags, ["Next.js", "Fastify", "MongoDB", "Redis", "Smart Contracts"]);
    assert_eq!(nodes(&system), ["Client UI", "Web3 RPC", "Fastify API", "Cron Jobs", "Lending Pool"]);
    steps(
        &system,
        &[
            &["client uses React Query / Zustand"],
            &["Wagmi reads on-chain state over Alchemy RPC, or", "calls the Fastify API for tokenised stock prices"],
            &["backend aggregates the Massive API with a Redis cache"],
            &["sub-second OHLCV", "back to the UI"],
        ],
    );
    let branches: Vec<String> = system.flow.unwrap().steps[1].at.iter().cloned().map(String::from).collect();
    assert!(branches.contains(&"client > rpc".to_owned()) && branches.contains(&"client > api".to_owned()));
}

#[test]
fn hft() {
    let (system, prose) = system("HFT");
    assert_eq!((system.slug.as_str(), system.subtitle.as_str()), ("hft", "Low-latency derivatives DEX backend"));
    says(
        &prose,
        &[
            "core backend system",
            "thousands of matches a second",
            "price-time FIFO matching engine",
            "distributed Redis locks for single-instance scaling",
            "sub-millisecond sorted sets",
            "PostgreSQL settlement workflows",
        ],
    );
    assert_eq!(system.tags, ["Go", "Redis", "PostgreSQL", "cron", "WebSockets"]);
    assert_eq!(nodes(&system), ["Client WS", "Engine (Go)", "Redis", "Balance API", "PostgreSQL"]);
    steps(
        &system,
        &[
            &["client connects over WebSocket"],
            &["orders are validated and matched in the Go engine under mutex locks"],
            &["Balance Service locks balances dynamically"],
            &["trades settle to PostgreSQL inside 10 ms"],
        ],
    );
}

#[test]
fn hundread() {
    let (system, prose) = system("Hundread CLOB Engine");
    assert_eq!(
        (system.slug.as_str(), system.subtitle.as_str()),
        ("hundread", "Centralised matching engine and trading backend")
    );
    says(
        &prose,
        &["10K+ messages/sec ingress", "matching queue purely in memory", "ledger settlement on Daml / PostgreSQL"],
    );
    let expected = [
        ("Gateway", "Go / Node.js"),
        ("Core", "Rust matching"),
        ("State", "Redis Streams"),
        ("Ledger", "Daml / Postgres"),
    ];
    assert_eq!(layers(&system), expected);
    draws_its_layers(&system);
}

#[test]
fn mira() {
    let (system, prose) = system("Mira Network (AvenV2)");
    assert_eq!((system.slug.as_str(), system.subtitle.as_str()), ("mira", "Serverless smart-wallet edge"));
    says(
        &prose,
        &[
            "Mira Network API",
            "serverless backend for zero-knowledge proofs and decentralised identity",
            "globally distributed, ultra-low-latency edge compute on Cloudflare Workers",
            "smart (abstract) wallet deployments",
            "automated yield through Aave V3",
            "resilient notification queues",
            "zero-knowledge proof verification",
            "sign-in through Privy.io",
        ],
    );
    assert_eq!(
        layers(&system),
        [
            ("Edge", "Cloudflare Workers"),
            ("Auth", "Privy.io"),
            ("Storage", "D1 SQLite / KV"),
            ("ZK", "external provers"),
        ]
    );
    assert_eq!(system.tags, ["Workers", "Hono", "SQLite", "KV", "Queues"]);
    assert_eq!(nodes(&system), ["HTTPS App", "CF Edge Node", "CF KV Auth", "D1 SQLite", "Queues"]);
    steps(
        &system,
        &[
            &["client reaches the edge node (Hono router)"],
            &["auth", "checked against the KV cache"],
            &["state", "written at once to distributed D1 (SQLite)"],
            &["queues process analytics and webhook integrations"],
        ],
    );
}

#[test]
fn xtrends() {
    let (system, prose) = system("xTrends");
    assert_eq!((system.slug.as_str(), system.subtitle.as_str()), ("xtrends", "Social-trading tokenisation on Solana"));
    says(
        &prose,
        &[
            "turns real X (Twitter) trends into tradable assets, automatically",
            "Web3 trend-tokenisation platform",
            "real-time token launch through Raydium CP-AMM",
            "Helius webhooks confirm transactions",
            "transaction co-signing",
            "engine that reconciles state automatically",
        ],
    );
    assert_eq!(
        layers(&system),
        [
            ("Backend", "Express / Node"),
            ("DB", "MongoDB / Prisma"),
            ("Tracking", "Helius webhooks"),
            ("Chain", "Solana mainnet"),
        ]
    );
    assert_eq!(system.tags, ["Node.js", "Express", "Prisma", "Helius hooks"]);
    assert_eq!(nodes(&system), ["X API", "Co-Signer", "Solana RPC", "Helius", "Database"]);
    steps(
        &system,
        &[
            &["cron job queries chosen WOEIDs on the X API"],
            &["engine decides token viability"],
            &["Node backend co-signs the deployment transaction"],
            &["Helius enhanced webhook reports finality"],
            &["database", "updated"],
        ],
    );
}

fn draws_its_layers(system: &System) {
    let Diagram { kind, flow } = system.diagram();
    assert_eq!(kind, DiagramKind::Layers);
    let drawn: Vec<&str> = flow.nodes.iter().map(|node| node.label.as_str()).collect();
    let written: Vec<&str> = system.layers.iter().map(|layer| layer.label.as_str()).collect();
    assert_eq!(drawn, written);
}

#[test]
fn every_node_and_every_edge_of_a_flow_is_visited_by_a_step() {
    for system in portfolio().systems {
        let Diagram { kind, flow } = system.diagram();
        let visited: Vec<&Spot> = flow.steps.iter().flat_map(|step| &step.at).collect();
        for edge in flow.edges.iter().filter(|_| kind == DiagramKind::Flow) {
            let spot = Spot::Edge { from: edge.from.clone(), to: edge.to.clone() };
            assert!(visited.contains(&&spot), "{}: {}", system.slug, String::from(spot));
        }
        for node in &flow.nodes {
            let spot = Spot::Node(node.id.clone());
            assert!(visited.contains(&&spot), "{}: {}", system.slug, node.id);
        }
    }
}

// ---- the experience ----

#[test]
fn arcane_labs() {
    let (role, prose) = role("Arcane Labs");
    assert_eq!((role.slug.as_str(), role.title.as_str()), ("arcane-labs", "Founding Engineer"));
    assert_eq!(role.also, ["Backend & Distributed Systems Engineer"]);
    assert_eq!(span(&role), "May 2025 to Mar 2026");
    says(
        &prose,
        &[
            "architected and shipped core infrastructure across 5 production systems",
            "from low-latency CLOB engines and on-chain auction platforms to edge-deployed smart wallets and social-trading tokenisation",
            "impact: led design and delivery of resilient, scalable backends and infrastructure in Node.js, Python and Go",
            "1K-3K systems: requests/sec",
            "high-performance CLOB engine",
            "low-latency trade execution",
            "scale: high-throughput transaction services, Docker-based infrastructure, automated CI/CD deployments",
        ],
    );
    assert_eq!(role.systems, ["hft", "mira", "xtrends", "edel", "doma", "dex-aggregator"]);
}

#[test]
fn fuel_labs() {
    let (role, prose) = role("Fuel Labs");
    assert_eq!((role.slug.as_str(), role.title.as_str()), ("fuel-labs", "Blockchain & Backend Engineer"));
    assert_eq!(span(&role), "Feb 2025 to Apr 2025");
    says(
        &prose,
        &[
            "smart contracts in Sway: core protocol features with secure on-chain logic",
            "backend services for transaction processing, indexing and API layers",
            "wallet and signing pipelines for secure, reliable contract interaction",
            "whole life cycle",
            "owned",
            "system design, deployment, performance work",
        ],
    );
    assert_eq!(role.tags, ["Sway", "FuelVM", "Smart Contracts", "TypeScript", "Indexing"]);
}

#[test]
fn mode_network() {
    let (role, prose) = role("Mode Network");
    assert_eq!((role.slug.as_str(), role.title.as_str()), ("mode-network", "Blockchain Engineer"));
    assert_eq!(role.also, ["Backend & Blockchain Engineer"]);
    assert_eq!(span(&role), "Nov 2024 to Jan 2025");
    says(
        &prose,
        &[
            "DAO governance contracts in Solidity",
            "$8M+ treasury assets",
            "backend in Node.js",
            "Velodrome integration for swaps",
            "gas costs down, by about 35%",
            "full-stack delivery: contracts, backend services, dashboards",
            "secure execution flows for governance proposals and treasury operations",
        ],
    );
    assert_eq!(role.tags, ["Solidity", "DAO Governance", "Velodrome", "Treasury", "Full-Stack"]);
}

#[test]
fn eclipse_labs() {
    let (role, prose) = role("Eclipse Labs");
    assert_eq!((role.slug.as_str(), role.title.as_str()), ("eclipse-labs", "Blockchain Engineer"));
    assert_eq!(role.also, ["Backend & Blockchain Engineer"]);
    assert_eq!(span(&role), "Aug 2024 to Oct 2024");
    says(
        &prose,
        &[
            "NFT marketplace contracts in Anchor",
            "500K+ transactions / user operations",
            "efficient on-chain settlement",
            "escrow-based trading with atomic settlement",
            "backends in Go and Solana for digital-asset transfer",
            "1,000+ creators with bulk minting",
            "Telegram staking bot with automated reward distribution",
        ],
    );
    assert_eq!(role.tags, ["Anchor", "Solana", "Rust", "NFT Marketplace", "Staking Bot"]);
}

#[test]
fn zkagi() {
    let (role, prose) = role("zkAGI");
    assert_eq!((role.slug.as_str(), role.title.as_str()), ("zkagi", "Rust Developer / AI Infrastructure Engineer"));
    assert_eq!(role.also, ["Backend & Systems Engineer"]);
    assert_eq!(span(&role), "May 2023 to Jul 2024");
    says(
        &prose,
        &[
            "low-latency distributed systems and backend infrastructure for AI workloads",
            "distributed GPU orchestration platform in Rust for decentralised AI workloads, resources executed efficiently",
            "low-latency P2P communication across distributed compute nodes",
            "better resource utilisation through optimised scheduling and workload distribution",
            "Docker and Kubernetes infrastructure: high availability, fault tolerance in production",
        ],
    );
    assert_eq!(role.tags, ["Rust", "Kubernetes", "GPU Orchestration", "P2P Networking", "Distributed Systems"]);
}

#[test]
fn roles_stand_newest_first() {
    let slugs: Vec<String> = portfolio().experience.into_iter().map(|role| role.slug).collect();
    assert_eq!(slugs, ["arcane-labs", "fuel-labs", "mode-network", "eclipse-labs", "zkagi"]);
}

// ---- the philosophy ----

#[test]
fn the_four_principles() {
    let philosophy = portfolio().philosophy;
    let titles: Vec<&str> = philosophy.iter().map(|principle| principle.title.as_str()).collect();
    assert_eq!(
        titles,
        ["Design for Scalability", "Prefer Event-Driven", "Build Idempotent Workflows", "Optimize for Latency"]
    );
    let facts: [&[&str]; 4] = [
        &["carries 10x growth without a rewrite", "stateless services and horizontal scaling are not negotiable"],
        &["decouple through message brokers", "eventual consistency is often a fair price for availability"],
        &["systems fail", "every operation can be retried safely, with no duplicate state and no side effect twice"],
        &["milliseconds matter: in-memory structures, optimised query plans, few network hops"],
    ];
    for (principle, facts) in philosophy.iter().zip(facts) {
        says(&principle.text, facts);
        assert!(!principle.seen_in.is_empty(), "{}", principle.title);
    }
}

// ---- finding things ----

#[test]
fn everything_is_found_by_any_of_its_names() {
    let portfolio = portfolio();
    for (name, slug) in [
        ("doma", "doma"),
        ("Doma Protocol", "doma"),
        ("tide", "tide"),
        ("DEX Aggregator", "dex-aggregator"),
        ("dex aggregator", "dex-aggregator"),
        ("EDEL Finance", "edel"),
        ("edel-finance", "edel"),
        ("Hundread CLOB Engine", "hundread"),
        ("Mira Network", "mira"),
        ("AvenV2", "mira"),
        ("aven v2", "mira"),
        ("Mira Network API", "mira"),
        ("Mira Network (AvenV2)", "mira"),
        ("XTRENDS", "xtrends"),
    ] {
        let found = portfolio.system(name).map(|at| portfolio.systems[at].slug.as_str());
        assert_eq!(found, Some(slug), "{name}");
    }
    for (name, slug) in [
        ("Arcane Labs", "arcane-labs"),
        ("Eclipse Network", "eclipse-labs"),
        ("eclipse labs", "eclipse-labs"),
        ("ZKAGI", "zkagi"),
    ] {
        let found = portfolio.role(name).map(|at| portfolio.experience[at].slug.as_str());
        assert_eq!(found, Some(slug), "{name}");
    }
    assert_eq!((portfolio.system("nowhere"), portfolio.system(""), portfolio.role("!")), (None, None, None));
}

#[test]
fn a_technology_brings_its_systems_and_roles_together() {
    let portfolio = portfolio();
    for (name, systems, roles) in [
        ("Node.js", vec!["doma", "tide", "dex-aggregator", "edel", "hundread", "xtrends"], vec!["arcane-labs"]),
        ("postgresql", vec!["hft", "hundread"], vec![]),
        ("Go", vec!["hft", "hundread"], vec!["arcane-labs"]),
        ("Rust", vec!["hundread"], vec!["eclipse-labs", "zkagi"]),
        ("Solana", vec!["xtrends"], vec!["eclipse-labs"]),
        ("Smart Contracts", vec!["edel"], vec!["fuel-labs"]),
        ("WebSockets", vec!["tide", "dex-aggregator", "hft"], vec![]),
    ] {
        let at = portfolio.technology(name).unwrap_or_else(|| panic!("no technology {name}"));
        let technology = &portfolio.technologies[at];
        let found: Vec<&str> = technology.systems.iter().map(|&at| portfolio.systems[at].slug.as_str()).collect();
        assert_eq!(found, systems, "{name}");
        let found: Vec<&str> = technology.roles.iter().map(|&at| portfolio.experience[at].slug.as_str()).collect();
        assert_eq!(found, roles, "{name}");
    }
}

#[test]
fn the_card_names_every_system_and_every_role() {
    let portfolio = portfolio();
    for width in [40, 80, 120] {
        let card = card(&portfolio, width, &[]);
        for system in &portfolio.systems {
            assert!(card.contains(&system.name), "{} at {width}", system.name);
        }
        for role in &portfolio.experience {
            assert!(card.contains(&role.company), "{} at {width}", role.company);
        }
    }
}
