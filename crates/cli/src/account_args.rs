//! The command line of accounts.

use clap::{Args, Subcommand};

/// `jingwei account`
#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// Make an account; without --password-stdin it prints a one-time link to choose the password. 新建账号
    Add(Add),
    /// All accounts. 账号列表
    List,
    /// Shut an account out, or let it in again. 停用账号
    Disable {
        /// The account.
        name: String,
        /// Let it in again.
        #[arg(long)]
        undo: bool,
    },
    /// Print a one-time link to choose a new password; the old one, sessions and tokens end. 重置密码
    Reset {
        /// The account.
        name: String,
        #[command(flatten)]
        link: Link,
    },
    /// Make an API token and print it once. 新建令牌
    Token {
        /// The account.
        name: String,
        /// What it is for.
        #[arg(long = "for", default_value = "", value_name = "TEXT")]
        purpose: String,
        /// Days for which it works.
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=366))]
        days: u16,
    },
}

/// `jingwei account add`
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// What is typed to sign in.
    pub(crate) name: String,
    /// planner, leader, street-cadre, grid-worker, auditor, system-administrator, security-administrator,
    /// audit-administrator.
    #[arg(long)]
    pub(crate) role: String,
    /// What others read; by default the name.
    #[arg(long, default_value = "", value_name = "TEXT")]
    pub(crate) display: String,
    /// A place that it is limited to, such as community:990101001001; by default the whole district.
    #[arg(long = "area", value_name = "LEVEL:CODE")]
    pub(crate) areas: Vec<String>,
    /// Read the password from the first line of standard input.
    #[arg(long)]
    pub(crate) password_stdin: bool,
    /// The password need not be changed at the first sign-in.
    #[arg(long, requires = "password_stdin")]
    pub(crate) lasting: bool,
    #[command(flatten)]
    pub(crate) link: Link,
}

/// How a one-time link reads.
#[derive(Debug, Args)]
pub(crate) struct Link {
    /// What clients call the service.
    #[arg(long, default_value = "http://127.0.0.1:8080", value_name = "URL")]
    pub(crate) public_url: String,
    /// Hours for which the link works.
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u16).range(1..=720))]
    pub(crate) hours: u16,
}
