//! A scheduler, or an executor, as this process.

use std::path::PathBuf;
use std::sync::Arc;

use ballista_core::config::TaskSchedulingPolicy;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;

use crate::Fault;

fn policy(pull: bool) -> TaskSchedulingPolicy {
    if pull { TaskSchedulingPolicy::PullStaged } else { TaskSchedulingPolicy::PushStaged }
}

/// Writes what the node does to stderr.
fn log() {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("info")).init();
}

/// Runs a scheduler on the loopback interface, until the process is ended.
pub(crate) async fn scheduler(port: u16, executor_timeout: u64, pull: bool) -> Result<(), Fault> {
    log();
    let config = SchedulerConfig {
        bind_port: port,
        scheduling_policy: policy(pull),
        executor_timeout_seconds: executor_timeout,
        expire_dead_executor_interval_seconds: 1,
        no_executors_grace_period_seconds: executor_timeout,
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    let address = format!("{}:{port}", config.bind_host).parse()?;
    Ok(start_server(cluster, address, Arc::new(config)).await?)
}

/// Runs an executor of that scheduler, until the process is ended.
pub(crate) async fn executor(
    scheduler_port: u16,
    port: u16,
    heartbeat: u64,
    cores: usize,
    work: PathBuf,
    pull: bool,
) -> Result<(), Fault> {
    log();
    std::fs::create_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
    let config = ExecutorProcessConfig {
        port,
        grpc_port: port + 1,
        external_host: Some("localhost".to_owned()),
        scheduler_port,
        scheduler_connect_timeout_seconds: 30,
        executor_heartbeat_interval_seconds: heartbeat,
        vcores: cores,
        task_scheduling_policy: policy(pull),
        work_dir: Some(work.to_str().ok_or("the path is no text")?.to_owned()),
        ..ExecutorProcessConfig::default()
    };
    Ok(start_executor_process(Arc::new(config)).await?)
}
